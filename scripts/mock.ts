// The mock: Prism with the contract. Prism lists the URL of each operation with example parameters, which the contract may
// reject in combination, so this adds commands that work.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readArguments } from './tools/arguments.ts';

const help = (url: string): string => `
The mock serves the examples of openapi.yaml at ${url}, and has no memory. Any bearer token is accepted.
For a user interface that creates and changes tasks, use npm run sandbox.

curl -s ${url}/tasks -H 'Authorization: Bearer any'
curl -i ${url}/tasks -H 'Authorization: Bearer any' -H 'Content-Type: application/json' -d '{"title":"Try the mock"}'
curl -i ${url}/summary -H 'Authorization: Bearer any' -H 'Prefer: code=503'

  Guide       docs/guides/front-end.md

  Prefer: code=404               any documented status, for a valid request
  Prefer: example=emptyPage      any example of the contract
  Avoid dynamic=true: it returns random data that the service never returns.
`;

const { values } = readArguments(
  'npm run mock -- [--port N] [--host ADDRESS]\n' +
    '  --port  default 4010\n' +
    '  --host  default 127.0.0.1',
  {
    options: {
      port: { type: 'string', short: 'p', default: '4010' },
      host: { type: 'string', default: '127.0.0.1' },
    },
  },
);

const program = fileURLToPath(import.meta.resolve('@stoplight/prism-cli/dist/index.js'));
const contract = fileURLToPath(new URL('../openapi.yaml', import.meta.url));
const options = ['--port', values.port, '--host', values.host];
const prism = spawn(process.execPath, [program, 'mock', ...options, contract], {
  stdio: ['inherit', 'pipe', 'inherit'],
  env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => prism.kill(signal));
prism.on('exit', (code) => {
  process.exitCode = code ?? 0;
});
for await (const line of createInterface(prism.stdout)) {
  console.log(line);
  const [, url] = /Prism is listening on (http:\/\/[\w.:]+)/.exec(line) ?? [];
  if (url !== undefined) console.log(help(url));
}
