// The workflows of docs/workflows.arazzo.yaml succeed with the service, run by Redocly's `respect`.
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { runNode } from '../../scripts/tools/run-node.ts';
import { useServer } from '../support/use-server.ts';
import { scaled } from '../support/timeouts.js';

const { server } = useServer();

test(
  'completes the workflows of the Arazzo document',
  async () => {
    const inputs = { token: await server.token('workflows'), idempotencyKey: `"${crypto.randomUUID()}"` };
    const { code, output } = await runNode([
      ...['node_modules/@redocly/cli/bin/cli.js', 'respect', 'docs/workflows.arazzo.yaml'],
      ...['--server', `tasks=${server.url}`],
      ...Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`]),
    ]);
    expect(code === 0 ? '' : output).toBe('');
    // Redocly treats FORCE_COLOR=0 as a request for colors.
    expect(stripVTControlCharacters(output)).toMatch(/Workflows: +7 passed, 7 total/);
  },
  scaled(60_000),
);
