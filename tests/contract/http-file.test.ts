// The requests of generated/tasks.http succeed from top to bottom.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { contract, operationFor } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';

const text = readFileSync(new URL('../../generated/tasks.http', import.meta.url), 'utf8');
const { server, send } = useServer();

/** Replaces `{{name}}` and `{{request.response.body.$.property}}`, as the REST Client of VS Code does. */
function substitute(
  request: string,
  variables: ReadonlyMap<string, string>,
  bodies: ReadonlyMap<string, object>,
): string {
  return request.replaceAll(/\{\{([^}]+)\}\}/g, (_, expression: string) => {
    const [, name = '', property = ''] = /^(\w+)\.response\.body\.\$\.(\w+)$/.exec(expression) ?? [];
    const value =
      variables.get(expression) ?? (bodies.get(name) as Record<string, unknown> | undefined)?.[property];
    if (typeof value !== 'string') throw new Error(`{{${expression}}} has no value`);
    return value;
  });
}

test('sends requests for every operation that all succeed', async () => {
  const variables = new Map([
    ['baseUrl', server.url],
    ['token', await server.token('http-file')],
  ]);
  const bodies = new Map<string, object>();
  const [, ...requests] = text.split(/^### /m);
  const sent: string[] = [];
  for (const request of requests) {
    const [, name] = /^# @name (\w+)$/m.exec(request) ?? [];
    const [head = '', ...body] = substitute(request.replace(/^.*\n(?:#.*\n)?/, ''), variables, bodies).split(
      '\n\n',
    );
    const [line = '', ...headerLines] = head.trimEnd().split('\n');
    const [method = '', url = ''] = line.split(' ');
    const headers = Object.fromEntries(headerLines.map((header) => header.split(': ')) as [string, string][]);
    const content = body.join('\n\n').trim();
    const response = await send(method, url.slice(server.url.length), {
      as: null,
      headers,
      ...(content !== '' && { raw: content }),
    });
    expect([line, response.status < 300]).toEqual([line, true]);
    if (name !== undefined) bodies.set(name, response.body);
    const operation = operationFor(method, url.slice(server.url.length));
    sent.push(`${operation?.method} ${operation?.path}`);
  }
  expect([...new Set(sent)].sort()).toEqual(
    contract.operations.map(({ method, path }) => `${method} ${path}`).sort(),
  );
});
