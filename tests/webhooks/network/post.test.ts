// Sends requests to real receivers on this machine, whose names a real name server resolves.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { post, type PostOptions } from '../../../src/webhooks/network/post.ts';
import { createCertificate, hasOpenSsl } from '../../support/certificate.ts';
import { eventually } from '../../support/eventually.ts';
import { startNameServer, type Answer } from '../../support/name-server.ts';
import { scaled } from '../../support/timeouts.js';
import { removeTemporaryFolders } from '../../support/temporary-folder.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

afterAll(removeTemporaryFolders);

async function receiving(...args: Parameters<typeof startWebhookReceiver>): Promise<WebhookReceiver> {
  const receiver = await startWebhookReceiver(...args);
  closing.push(() => receiver.close());
  return receiver;
}

async function naming(answer: Answer): Promise<{ nameServers: string[]; questions: () => number }> {
  const server = await startNameServer(answer);
  closing.push(() => server.close());
  return { nameServers: [server.address], questions: () => server.questions };
}

const options: PostOptions = {
  headers: { 'Content-Type': 'application/json', 'webhook-id': 'msg_1' },
  body: '{"type":"task.created"}',
  timeoutMilliseconds: scaled(10_000),
  allowHttp: true,
  allowNetworks: ['127.0.0.0/8'],
};

test('sends the body and headers, and returns the status', async () => {
  const receiver = await receiving(() => 202);
  expect(await post(`${receiver.url}/hook?team=1`, options)).toEqual({ status: 202 });
  expect(receiver.requests).toEqual([
    {
      ...{ method: 'POST', path: '/hook?team=1', body: options.body, connection: 1 },
      headers: {
        ...{ 'content-type': 'application/json', 'webhook-id': 'msg_1' },
        ...{ 'content-length': '23', host: `127.0.0.1:${receiver.port}`, connection: 'close' },
      },
    },
  ]);
});

test('uses a new connection for each request', async () => {
  const receiver = await receiving();
  await post(receiver.url, options);
  await post(receiver.url, options);
  expect(receiver.requests.map(({ connection }) => connection)).toEqual([1, 2]);
});

describe('a host name', () => {
  test('is resolved, and stays in the Host header', async () => {
    const receiver = await receiving();
    const { nameServers } = await naming(() => ['127.0.0.1']);
    const url = `http://hooks.example.com.:${receiver.port}/`;
    expect(await post(url, { ...options, nameServers })).toEqual({ status: 204 });
    expect(receiver.requests[0]?.headers.host).toBe(`hooks.example.com:${receiver.port}`);
  });

  test.each([
    [['127.0.0.1'], 'a loopback address'],
    [['8.8.8.8', '10.0.0.1'], 'a private address'],
    [['10.0.0.1', '8.8.8.8'], 'a private address'],
    [['8.8.8.8', '::1'], 'a loopback address'],
    [['2606:4700:4700::1111', '169.254.169.254'], 'a link-local address'],
    [['::ffff:169.254.169.254'], 'a link-local address'],
    [['64:ff9b::a00:1'], 'a private address'],
    [['64:ff9b:1::a00:1'], 'a tunnel address'],
    [['fd00:ec2::254'], 'a private address'],
    [['::a00:1'], 'a reserved address'],
    [['0.0.0.0'], 'an unspecified address'],
    [['100.100.100.200'], 'a shared address'],
  ])('is refused if it resolves to %j: %s', async (addresses, kind) => {
    const receiver = await receiving();
    const { nameServers } = await naming(() => addresses);
    const outcome = await post(`http://hooks.example.com:${receiver.port}/`, {
      ...{ ...options, allowNetworks: [], nameServers },
    });
    expect(outcome).toEqual({ error: `hooks.example.com resolves to ${kind}.` });
    expect(receiver.requests).toEqual([]);
  });

  test('is not resolved a second time, even if the name server would then return a different address', async () => {
    const receiver = await receiving();
    // Nothing listens on 127.0.0.2, so the request would fail if it went to the second answer.
    const { nameServers, questions } = await naming((_, n) => (n < 2 ? ['127.0.0.1'] : ['127.0.0.2']));
    const url = `http://hooks.example.com:${receiver.port}/`;
    expect(await post(url, { ...options, allowNetworks: ['127.0.0.1/32'], nameServers })).toEqual({
      status: 204,
    });
    expect(questions()).toBe(2);
  });

  test('is checked again for the next request', async () => {
    const receiver = await receiving();
    const { nameServers } = await naming((_, n) => (n < 2 ? ['127.0.0.1'] : ['10.0.0.1']));
    const url = `http://hooks.example.com:${receiver.port}/`;
    expect(await post(url, { ...options, nameServers })).toEqual({ status: 204 });
    expect(await post(url, { ...options, nameServers })).toEqual({
      error: 'hooks.example.com resolves to a private address.',
    });
  });

  test('reaches the receiver if one of several addresses works', async () => {
    const receiver = await receiving();
    const { nameServers } = await naming(() => ['127.0.0.2', '127.0.0.3', '127.0.0.1']);
    const url = `http://hooks.example.com:${receiver.port}/`;
    expect(await post(url, { ...options, nameServers })).toEqual({ status: 204 });
  });

  test('results in an error if it does not exist', async () => {
    const { nameServers } = await naming(() => []);
    expect(await post('http://hooks.example.com/', { ...options, nameServers })).toEqual({
      error: 'hooks.example.com cannot be resolved (ENOTFOUND).',
    });
  });

  test('results in an error after the time limit if the name server does not answer', async () => {
    const { nameServers } = await naming(() => 'silence');
    const limited = { ...options, nameServers, timeoutMilliseconds: 50 };
    expect(await post('http://hooks.example.com/', limited)).toEqual({ error: 'No response within 50 ms.' });
  });

  test('is not looked up if it refers to this machine', async () => {
    const receiver = await receiving();
    const { nameServers, questions } = await naming(() => ['10.0.0.1']);
    const allowNetworks = ['127.0.0.0/8', '::1/128'];
    const url = `http://localhost:${receiver.port}/`;
    expect(await post(url, { ...options, allowNetworks, nameServers })).toEqual({ status: 204 });
    expect(questions()).toBe(0);
  });
});

test('checks the URL before each request', async () => {
  const receiver = await receiving();
  expect(await post(receiver.url, { ...options, allowNetworks: [] })).toEqual({
    error: 'The URL must not point to a loopback address.',
  });
  expect(await post(receiver.url, { ...options, allowHttp: false })).toEqual({
    error: 'The URL must use https.',
  });
  expect(receiver.requests).toEqual([]);
});

describe('a receiver', () => {
  test('has the status 307 if it redirects, and the redirect is not followed', async () => {
    const receiver = await receiving(() => 'redirect');
    expect(await post(receiver.url, options)).toEqual({ status: 307 });
    expect(receiver.requests).toHaveLength(1);
  });

  test('results in an error after the time limit if it never responds', async () => {
    const receiver = await receiving(() => 'hang');
    const timeoutMilliseconds = scaled(500);
    expect(await post(receiver.url, { ...options, timeoutMilliseconds })).toEqual({
      error: `No response within ${timeoutMilliseconds} ms.`,
    });
  });

  test('has a status even if its body does not end', async () => {
    const receiver = await receiving(() => 'hang-in-body');
    expect(await post(receiver.url, { ...options, timeoutMilliseconds: scaled(500) })).toEqual({
      status: 200,
    });
  });

  test('has a status and is disconnected if it switches to another protocol', async () => {
    const receiver = await receiving(() => 'upgrade');
    expect(await post(receiver.url, options)).toEqual({ status: 101 });
  });

  test('has a status and is disconnected if it sends a body without end', async () => {
    const receiver = await receiving(() => 'flood');
    expect(await post(receiver.url, options)).toEqual({ status: 200 });
  });

  test.each([
    ['flood-headers', 'The response is not valid HTTP (HPE_HEADER_OVERFLOW).'],
    ['garbage', 'The response is not valid HTTP (HPE_INVALID_CONSTANT).'],
    ['no-status', 'The response is not valid HTTP (HPE_INVALID_STATUS).'],
    ['reset', 'The connection to 127.0.0.1 failed (ECONNRESET).'],
  ] as const)('results in an error if it responds with %s', async (behavior, error) => {
    const receiver = await receiving(() => behavior);
    expect(await post(receiver.url, options)).toEqual({ error });
  });

  test('results in an error if it is not running', async () => {
    const receiver = await startWebhookReceiver();
    await receiver.close();
    expect(await post(receiver.url, options)).toEqual({
      error: 'The connection to 127.0.0.1 failed (ECONNREFUSED).',
    });
  });
});

test('cancels the request when the signal is aborted', async () => {
  const receiver = await receiving(() => 'hang');
  const controller = new AbortController();
  const outcome = post(receiver.url, { ...options, signal: controller.signal });
  await eventually(() => receiver.requests.length === 1);
  controller.abort();
  expect(await outcome).toEqual({ error: 'The request was canceled.' });
  expect(await post(receiver.url, { ...options, signal: controller.signal })).toEqual({
    error: 'The request was canceled.',
  });
});

test('throws on an invalid header instead of returning an error, because the caller has a bug', async () => {
  const receiver = await receiving();
  await expect(post(receiver.url, { ...options, headers: { 'webhook-id': 'a\nb' } })).rejects.toThrow(
    TypeError,
  );
});

const why = hasOpenSsl ? '' : '; skipped: openssl is not on the PATH';

(hasOpenSsl ? describe : describe.skip)(`over TLS${why}`, () => {
  const certificate = hasOpenSsl ? createCertificate('hooks.example.com') : undefined;
  const trusted = getCACertificates('default');
  afterEach(() => setDefaultCACertificates(trusted));
  const trust = () => setDefaultCACertificates([...trusted, certificate!.cert]);

  /** Sends a request to a receiver with the certificate, under a name that resolves to it. */
  async function postTo(name: string, limits: Partial<PostOptions> = {}) {
    const receiver = await receiving(() => 204, certificate);
    // Nothing listens on the first address.
    const { nameServers } = await naming(() => ['127.0.0.2', '127.0.0.1']);
    const url = `https://${name}:${receiver.port}/`;
    const outcome = await post(url, { ...options, allowHttp: false, nameServers, ...limits });
    return { outcome, receiver };
  }

  test.each(['hooks.example.com', 'HOOKS.example.com.'])(
    'verifies the certificate for the name in the URL %s, and sends the name',
    async (name) => {
      trust();
      const { outcome, receiver } = await postTo(name);
      expect(outcome).toEqual({ status: 204 });
      expect(receiver.requests[0]).toMatchObject({
        serverName: 'hooks.example.com',
        headers: { host: `hooks.example.com:${receiver.port}` },
      });
    },
  );

  test('sends nothing to a receiver whose certificate is not trusted', async () => {
    const { outcome, receiver } = await postTo('hooks.example.com');
    expect(outcome).toEqual({
      error: 'The connection to hooks.example.com failed (DEPTH_ZERO_SELF_SIGNED_CERT).',
    });
    expect(receiver.requests).toEqual([]);
  });

  test('sends nothing to a receiver whose certificate is for a different name', async () => {
    trust();
    const { outcome, receiver } = await postTo('other.example.com');
    expect(outcome).toEqual({
      error: 'The connection to other.example.com failed (ERR_TLS_CERT_ALTNAME_INVALID).',
    });
    expect(receiver.requests).toEqual([]);
  });

  test('verifies the certificate even if NODE_TLS_REJECT_UNAUTHORIZED disables it', async () => {
    const receiver = await receiving(() => 204, certificate);
    expect(await postInProcess(receiver.url, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([
      { error: 'The connection to 127.0.0.1 failed (DEPTH_ZERO_SELF_SIGNED_CERT).' },
      204,
    ]);
  });
});

/**
 * Sends two requests in a process with these environment variables: one with `post`, and one with Node's global agent. Returns
 * the outcome of the first and the status of the second.
 */
async function postInProcess(url: string, environment: Readonly<Record<string, string>>): Promise<unknown> {
  const code = `
    import { once } from 'node:events';
    import { get } from ${JSON.stringify(url.startsWith('https:') ? 'node:https' : 'node:http')};
    import { post } from ${JSON.stringify(new URL('../../../src/webhooks/network/post.ts', import.meta.url))};
    const outcome = await post(${JSON.stringify(url)}, ${JSON.stringify(options)});
    const [other] = await once(get(${JSON.stringify(url)}), 'response');
    other.resume();
    console.log(JSON.stringify([outcome, other.statusCode]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', ...environment },
  });
  return JSON.parse(stdout);
}

test('does not use the proxy of the environment, which other requests use', async () => {
  const proxy = await receiving(() => 502);
  const receiver = await receiving();
  const environment = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url, http_proxy: proxy.url };
  expect(await postInProcess(receiver.url, environment)).toEqual([{ status: 204 }, 502]);
  expect(proxy.requests.map(({ method }) => method)).toEqual(['GET']);
});

test('limits connection and TLS handshake to half of the time limit', async () => {
  const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  expect(await post(`https://127.0.0.1:${port}/`, { ...options, timeoutMilliseconds: 400 })).toEqual({
    error: 'No connection within 200 ms.',
  });
  silent.close();
  await once(silent, 'close');
});
