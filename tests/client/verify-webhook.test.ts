import { createServer, type IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook, WebhookVerificationError } from '../../client/src/webhooks.ts';
import { sign } from '../../src/webhooks/signature.ts';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const otherSecret = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;
const event = { type: 'task.created', data: { task: { title: 'Bücher und 🌱' } } };
const body = JSON.stringify(event);
const headers = sign([secret], 'msg_1', new Date(), body);
const request = { headers, body };

const isFor = (reason: WebhookVerificationError['reason']) =>
  expect.objectContaining({ name: 'WebhookVerificationError', reason, message: expect.any(String) });

test('accepts the example in the specification', async () => {
  const example = {
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
    body: '{"test": 2432232314}',
  };
  const now = () => 1_614_265_330_000;
  expect(await verifyWebhook(example, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', { now })).toEqual({
    test: 2_432_232_314,
  });
});

test('accepts signatures from the Standard Webhooks library', async () => {
  const at = new Date();
  const signed = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
  };
  expect(await verifyWebhook({ headers: signed, body }, secret)).toEqual(event);
});

describe('accepts', () => {
  test.each([
    ['Headers', new Headers(headers)],
    ['an object in lower case', headers],
    [
      'an object in upper case',
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value])),
    ],
  ])('headers in %s', async (_, given) => {
    expect(await verifyWebhook({ headers: given, body }, secret)).toEqual(event);
  });

  test.each([
    ['a string', body],
    ['bytes', new TextEncoder().encode(body)],
    ['a Buffer', Buffer.from(`...${body}`).subarray(3)],
  ])('a body in %s', async (_, given) => {
    expect(await verifyWebhook({ headers, body: given }, secret)).toEqual(event);
  });

  test.each([
    ['the new secret', secret],
    ['the old secret', otherSecret],
    ['both secrets', [otherSecret, secret]],
    ['a secret without its prefix', secret.replace('whsec_', '')],
  ])('a request with two signatures if the receiver has %s', async (_, secrets) => {
    const rotated = sign([secret, otherSecret], 'msg_1', new Date(), body);
    expect(await verifyWebhook({ headers: rotated, body }, secrets)).toEqual(event);
  });

  test('a signature next to signatures with other versions', async () => {
    const several = { ...headers, 'webhook-signature': `v1a,AAAA v2 ${headers['webhook-signature']}` };
    expect(await verifyWebhook({ headers: several, body }, secret)).toEqual(event);
  });

  test('the headers of a request to a Node server', async () => {
    const received = Promise.withResolvers<IncomingHttpHeaders>();
    const server = createServer(({ headers: incoming }, response) => {
      received.resolve(incoming);
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
    server.close();
    expect(await verifyWebhook({ headers: await received.promise, body }, secret)).toEqual(event);
  });
});

describe('rejects', () => {
  test.each([
    ['a changed body', { headers, body: body.replace('created', 'deleted') }],
    ['an appended byte', { headers, body: `${body}\n` }],
    ['a different id', { headers: { ...headers, 'webhook-id': 'msg_2' }, body }],
    [
      'a different timestamp',
      {
        headers: { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 1) },
        body,
      },
    ],
    [
      'a truncated signature',
      { headers: { ...headers, 'webhook-signature': headers['webhook-signature'].slice(0, -4) }, body },
    ],
    ['an empty signature', { headers: { ...headers, 'webhook-signature': '' }, body }],
    ['a signature that is not Base64', { headers: { ...headers, 'webhook-signature': 'v1,!' }, body }],
    [
      'a signature with a different version',
      {
        headers: { ...headers, 'webhook-signature': headers['webhook-signature'].replace('v1,', 'v2,') },
        body,
      },
    ],
  ])('%s', async (_, changed) => {
    await expect(verifyWebhook(changed, secret)).rejects.toEqual(isFor('signature'));
  });

  test.each([
    ['a different secret', otherSecret],
    ['no secret', []],
  ])('a request if the receiver has %s', async (_, secrets) => {
    await expect(verifyWebhook(request, secrets)).rejects.toEqual(isFor('signature'));
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'a request without %s',
    async (name) => {
      const others = Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
      for (const given of [others, new Headers(others), { ...others, [name]: ['a', 'b'] }])
        await expect(verifyWebhook({ headers: given, body }, secret)).rejects.toEqual(isFor('headers'));
    },
  );

  test.each(['', 'now', '-1', '1e9', '1.5', '2026-11-30T00:00:00Z'])(
    'the timestamp %j',
    async (timestamp) => {
      const changed = { headers: { ...headers, 'webhook-timestamp': timestamp }, body };
      await expect(verifyWebhook(changed, secret)).rejects.toEqual(isFor('headers'));
    },
  );

  test.each(['', 'whsec_', 'whsec_!'])('the malformed secret %j', async (malformed) => {
    await expect(verifyWebhook(request, malformed)).rejects.toThrow(TypeError);
  });

  test('a signed body that is not JSON', async () => {
    const signed = sign([secret], 'msg_1', new Date(), 'not JSON');
    await expect(verifyWebhook({ headers: signed, body: 'not JSON' }, secret)).rejects.toThrow(SyntaxError);
  });
});

describe('the time of a request', () => {
  const at = Number(headers['webhook-timestamp']) * 1000;

  test.each([-300, 0, 300])(
    'is accepted if it differs from the current time by %d seconds',
    async (seconds) => {
      expect(await verifyWebhook(request, secret, { now: () => at + seconds * 1000 })).toEqual(event);
    },
  );

  test.each([-301, 301])('is rejected if it differs from the current time by %d seconds', async (seconds) => {
    await expect(verifyWebhook(request, secret, { now: () => at + seconds * 1000 })).rejects.toEqual(
      isFor('timestamp'),
    );
  });

  test('has a configurable tolerance', async () => {
    const options = { toleranceSeconds: 10, now: () => at + 11_000 };
    await expect(verifyWebhook(request, secret, options)).rejects.toEqual(isFor('timestamp'));
  });
});

test('throws an error that is an instance of its class', async () => {
  await expect(verifyWebhook({ headers: {}, body }, secret)).rejects.toBeInstanceOf(WebhookVerificationError);
});
