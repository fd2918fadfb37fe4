// Runs the receivers of docs/guides/webhooks.md as processes, and sends them requests as the service does.
import { once } from 'node:events';
import { connect } from 'node:net';
import { post } from '../../src/webhooks/network/post.ts';
import { sign } from '../../src/webhooks/signature.ts';
import { recipe, specifierOf } from '../contract/generators/guide-recipes.ts';
import { createRecipeFolder } from '../contract/generators/recipe-folder.ts';
import { pythonTools, requirePrograms, type Missing, type Tools } from '../contract/generators/tools.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { scaled } from '../support/timeouts.js';

/** The guide that contains the receivers. */
export const guide = new URL('../../docs/guides/webhooks.md', import.meta.url);

/** A section of the guide with a program that listens on port 3000. */
export interface Receiver {
  readonly heading: string;
  /** Finds or installs the tools that the program needs. */
  tools(): Promise<Tools | Missing>;
}

/** Receivers that need Python or Go, for `npm run check:generators`. */
export const slowReceivers: readonly Receiver[] = [
  {
    heading: 'Receiver in Python',
    tools: async () => {
      const found = await requirePrograms('python3');
      return 'missing' in found ? found : await pythonTools(specifierOf(recipe('Receiver in Python', guide)));
    },
  },
  { heading: 'Receiver in Go', tools: () => requirePrograms('go') },
];

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const otherSecret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;

const eventOf = (type: string, title: string, version: number): string =>
  JSON.stringify({
    type,
    timestamp: new Date().toISOString(),
    data: { task: { id: 'a-task', title, version } },
  });

/** A request, with the status that a receiver must respond with. */
interface Case {
  readonly name: string;
  readonly id: string;
  readonly body: string;
  readonly status: number;
  readonly secrets?: readonly string[];
  readonly ageSeconds?: number;
  readonly sentBody?: string;
}

const created = eventOf('task.created', 'Water the plants', 1);
const completed = eventOf('task.completed', 'Water the plants 🌱', 3);

const cases: readonly Case[] = [
  { name: 'an event', id: 'event-1', body: created, status: 204 },
  { name: 'the same event again', id: 'event-1', body: created, status: 204 },
  {
    name: 'an event that is signed with two secrets',
    id: 'event-3',
    body: completed,
    status: 204,
    secrets: [otherSecret, secret],
  },
  { name: 'an older event', id: 'event-2', body: eventOf('task.updated', 'Water', 2), status: 204 },
  { name: 'a test', id: 'event-4', body: '{"type":"webhook.test","data":{}}', status: 204 },
  {
    name: 'a deletion, which has the last version',
    id: 'event-5',
    body: eventOf('task.deleted', 'Water', 3),
    status: 204,
  },
  {
    name: 'an event with a different secret',
    id: 'event-6',
    body: created,
    status: 400,
    secrets: [otherSecret],
  },
  { name: 'a changed body', id: 'event-7', body: created, sentBody: completed, status: 400 },
  { name: 'an event from ten minutes ago', id: 'event-8', body: created, ageSeconds: 600, status: 400 },
];

const output = `task.created: Water the plants
task.completed: Water the plants 🌱
task.deleted: Water
`;

/** Requests for a receiver: the headers and the body of each, and the status that the receiver must respond with. */
export const requests = () =>
  cases.map(({ name, id, body, status, secrets = [secret], ageSeconds = 0, sentBody = body }) => ({
    ...{ name, body: sentBody, status },
    headers: {
      'Content-Type': 'application/json',
      ...sign(secrets, id, new Date(Date.now() - ageSeconds * 1000), body),
    },
  }));

/** The environment of a receiver. */
export const environment = { WEBHOOK_SECRET: secret };

/** Runs a receiver with the tools. Returns an explanation of each failure. */
export async function checkReceiver({ heading }: Receiver, tools: Tools): Promise<string[]> {
  const { commands, files } = recipe(heading, guide);
  const port = await freePort();
  const ported = new Map([...files].map(([name, text]) => [name, text.replaceAll('3000', String(port))]));
  const folder = await createRecipeFolder(
    { heading, commands, files: ported },
    { url: '', token: '' },
    tools,
  );
  try {
    const installed = (line: string) => line.startsWith('pip install ');
    for (const line of commands.slice(0, -1).filter((line) => !installed(line))) {
      const { code, output: printed } = await folder.sh(line);
      if (code !== 0) return [`${heading}: ${line} failed:\n${printed}`];
    }
    const program = folder.start(commands.at(-1) ?? '', { ...environment, PYTHONUNBUFFERED: '1' });
    const failures: string[] = [];
    try {
      await eventually(() => isListening(port));
      for (const { name, status, ...request } of requests()) {
        const outcome = await post(`http://127.0.0.1:${port}/`, {
          ...{ ...request, timeoutMilliseconds: scaled(10_000) },
          ...{ allowHttp: true, allowNetworks: ['127.0.0.0/8'] },
        });
        if (!('status' in outcome) || outcome.status !== status)
          failures.push(`${heading}: expected ${status} for ${name} but got ${JSON.stringify(outcome)}`);
      }
    } finally {
      const printed = await program.stop();
      if (printed !== output) failures.push(`${heading}: expected\n${output}\nbut got\n${printed}`);
    }
    return failures;
  } finally {
    await folder.close();
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
