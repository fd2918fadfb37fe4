import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { sign } from '../../src/webhooks/signature.ts';

const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const otherSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

test('returns the headers of the example in the specification', () => {
  expect(sign([secret], id, new Date(1_614_265_330_000), '{"test": 2432232314}')).toEqual({
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('truncates the timestamp to seconds, as the signature does', () => {
  const { 'webhook-timestamp': timestamp } = sign([secret], id, new Date(1_614_265_330_999), '');
  expect(timestamp).toBe('1614265330');
});

describe('with two secrets', () => {
  const body = '{"title":"Bücher und 🌱"}';
  const headers = sign([otherSecret, secret], id, new Date(), body);

  test('returns two signatures, separated by a space', () => {
    expect(headers['webhook-signature'].split(' ')).toEqual([
      expect.stringMatching(/^v1,[\w+/]{43}=$/),
      expect.stringMatching(/^v1,[\w+/]{43}=$/),
    ]);
  });

  test.each([secret, otherSecret])('returns headers that the secret %s verifies', (one) => {
    expect(new Webhook(one).verify(body, headers)).toEqual(JSON.parse(body));
  });

  test('returns headers that do not verify with a third secret, or for a different body', () => {
    const third = new Webhook(`whsec_${Buffer.alloc(32, 8).toString('base64')}`);
    expect(() => third.verify(body, headers)).toThrow('No matching signature found');
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature found');
  });
});
