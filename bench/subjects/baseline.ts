// The baseline: node:http, better-sqlite3 and prepared statements. It trusts every request, and has no logs, metrics or rate
// limits. It is not meant for production: it shows the minimum cost of a request.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { completeFields, patchedFields } from '../../src/tasks/columns.ts';
import { pageLink } from '../../src/resource/page.ts';
import { nextCursor, readListQuery } from '../../src/tasks/page.ts';
import type { Task } from '../../src/tasks/task.ts';
import { owners } from '../databases.ts';
import { readSettings } from './settings.ts';
import { openStore } from './store.ts';

const { port, database } = readSettings();
const store = openStore(database);

createServer((request, response) => {
  const { method, url = '' } = request;
  if (method === 'GET') {
    if (url.startsWith('/tasks/'))
      sendTask(response, 200, store.find(owners.reader, url.slice('/tasks/'.length)));
    else sendPage(response, url);
    return;
  }
  readJson(request, (body) => {
    if (method === 'POST') {
      const stored = store.create(owners.writer, completeFields(body as never));
      sendTask(response, 201, stored, { Location: `tasks/${stored.id}` });
      return;
    }
    const change = store.update(owners.writer, url.slice('/tasks/'.length), (task) =>
      patchedFields(task, body as never),
    );
    sendTask(response, 200, change?.after);
  });
}).listen(port, '127.0.0.1');

function sendPage(response: ServerResponse, url: string): void {
  const parameters = new URLSearchParams(url.slice('/tasks?'.length));
  const q = parameters.get('q');
  const query = {
    ...(parameters.has('status') ? { status: parameters.getAll('status') as never } : {}),
    ...(q === null ? {} : { q }),
  };
  const list = readListQuery(query, owners.reader);
  if (list === undefined) throw new Error('The benchmark uses no cursor');
  const { items, next } = store.list(owners.reader, list);
  const cursor = next === undefined ? null : nextCursor(list, owners.reader, next);
  send(
    response,
    200,
    { items, nextCursor: cursor },
    cursor === null ? {} : { Link: pageLink({ ...query, cursor }) },
  );
}

function sendTask(
  response: ServerResponse,
  status: number,
  stored: Task | undefined,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (stored === undefined) send(response, 404, {}, {});
  else send(response, status, stored, { ETag: `"${stored.version}"`, ...headers });
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>>,
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

function readJson(request: IncomingMessage, done: (body: unknown) => void): void {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (text += chunk));
  request.on('end', () => {
    done(JSON.parse(text));
  });
}
