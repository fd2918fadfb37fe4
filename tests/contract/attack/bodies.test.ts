// Whole bodies of every operation that accepts a task: unknown names, duplicate names, and empty values.
import { describe, expect, test } from '@jest/globals';
import { validValue } from '../samples/valid-values.ts';
import type { TestResponse } from '../../support/client.ts';
import { contract, validatorAt } from '../../support/contract.ts';
import { seededRandom } from '../../../src/sandbox/random.ts';
import { newItem, readItem, validRequest, wholeBody } from './support/call.ts';
import { bodiesOf } from './support/fields.ts';
import type { Body } from './support/fields.ts';
import { useAttackedService } from './support/attacked-service.ts';

const bodies = contract.operations
  .flatMap(bodiesOf)
  .filter(({ properties }) => properties.includes('title'))
  .map((body) => ({ ...body, title: `${body.operation.id} with ${body.mediaType}` }));
type Schemas = Record<'Task' | 'Webhook', { properties: object }>;
const { Task, Webhook } = (contract.document['components'] as { schemas: Schemas }).schemas;
const internals = [
  'owner',
  'sub',
  'user',
  'userId',
  'position',
  'version',
  'rowid',
  '_id',
  'role',
  'isAdmin',
  'etag',
];
const inherited = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
];

const service = useAttackedService();

/**
 * Creates an item and sends the operation on it with this body. Returns the response, and the item before and after.
 */
async function send(
  { operation, mediaType }: Body,
  body: string,
): Promise<{ response: TestResponse; before: string; after: string }> {
  const id = await newItem(service, operation);
  const read = async (): Promise<string> => (await service.fire(readItem(operation, id))).text;
  const before = await read();
  const headers = { 'Content-Type': mediaType };
  const response = await service.fire({ ...validRequest(operation, id), headers, body });
  return { response, before, after: await read() };
}

async function expectRefused(body: Body, sent: string): Promise<TestResponse> {
  const { response, before, after } = await send(body, sent);
  expect([sent.slice(0, 200), response.status]).toEqual([sent.slice(0, 200), 422]);
  expect(after).toBe(before);
  return response;
}

describe.each(bodies)('$title', (body) => {
  const whole = wholeBody(body.operation);
  const { properties } = body.operation.path.startsWith('/webhooks') ? Webhook : Task;
  const readOnly = Object.keys(properties).filter((name) => !body.properties.includes(name));

  test.each([...readOnly, ...internals])(
    'rejects the property %s, which the contract does not define',
    async (name) => {
      for (const value of [
        '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90',
        '2020-01-01T00:00:00.000Z',
        'bob',
        1,
        true,
        null,
      ]) {
        const response = await expectRefused(body, JSON.stringify({ ...whole, [name]: value }));
        expect(response.body.errors).toEqual([
          expect.objectContaining({ pointer: `/${name}`, code: 'additionalProperties' }),
        ]);
      }
    },
  );

  test.each(inherited)('rejects the property %s, and changes no prototype', async (name) => {
    for (const value of [{ polluted: true, title: 'x' }, null, 'x']) {
      await expectRefused(body, JSON.stringify({ ...whole, [name]: value }));
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test.each(body.properties)('rejects variants of the name %s', async (name) => {
    const { [name]: value = 'enabled', ...others } = { ...whole };
    const variants = [
      name.toUpperCase(),
      `${name} `,
      ` ${name}`,
      `${name}\u200B`,
      `\uFEFF${name}`,
      `${name}\0`,
      `${name}[]`,
      `${name}.0`,
    ];
    for (const variant of variants) {
      const response = await expectRefused(body, JSON.stringify({ ...others, [variant]: value }));
      expect(response.body.errors).toContainEqual(expect.objectContaining({ code: 'additionalProperties' }));
    }
  });

  test.each(body.properties)(
    'uses the last of two properties named %s, and rejects it if it is invalid',
    async (name) => {
      const { [name]: value = 'enabled', ...others } = { ...whole };
      const good = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
      // The same name, with a character escaped.
      const bad = `"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}":{"not":"this"}`;
      const rest = JSON.stringify(others).slice(1);
      const { response } = await send(body, `{${bad},${good},${rest}`);
      expect(response.status).toBeLessThan(300);
      expect(response.body).toMatchObject({ [name]: value });
      const refused = await expectRefused(body, `{${good},${bad},${rest}`);
      expect(refused.body.errors[0]?.pointer).toMatch(new RegExp(`^/${name}\\b`));
    },
  );

  test.each([
    ['a name of 10,000 characters', { ['x'.repeat(10_000)]: 1 }],
    ['an empty name', { '': 1 }],
    ['2,000 names', Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`p${n}`, n]))],
    ['names that look like pointers', { '/title': 1, 'tags/0': 1, '~0': 1, '#': 1, $ref: '#/' }],
    ['names with right-to-left overrides and zero-width characters', { '\u202Etitle': 1, '\u200B': 1 }],
  ])('rejects %s', async (_what, extra) => {
    const { errors } = (await expectRefused(body, JSON.stringify({ ...whole, ...extra }))).body;
    expect(errors.length).toBe(Math.min(Object.keys(extra).length, 100));
  });

  const everywhere = (value: unknown): object =>
    Object.fromEntries(body.properties.map((name) => [name, value]));
  test.each([null, [], {}, '', 0, false, true, 'null', [null], [{}], [[]]])(
    'accepts %j as the body, and as each property, only where the contract allows it',
    async (nothing) => {
      const accepts = acceptedBy(body);
      for (const value of [nothing, everywhere(nothing)]) {
        const { response } = await send(body, JSON.stringify(value));
        const expected = accepts(value) ? (body.operation.method === 'POST' ? 201 : 200) : 422;
        expect([value, response.status]).toEqual([value, expected]);
      }
    },
  );

  test('accepts every body that the contract allows, and stores it unchanged', async () => {
    const random = seededRandom(Number(process.env['ATTACK_SEED'] ?? 7));
    for (let n = 0; n < 40; n += 1) {
      const valid = validValue(body.schema, acceptedBy(body), random) as Readonly<Record<string, unknown>>;
      // A schema cannot express which hosts are public.
      const sent = { ...valid, ...('url' in valid && { url: whole['url'] }) };
      const { response } = await send(body, JSON.stringify(sent));
      expect([sent, response.status < 300]).toEqual([sent, true]);
      const { dueAt, tags } = valid;
      const stored = {
        ...sent,
        ...(typeof dueAt === 'string' && { dueAt: new Date(dueAt).toISOString() }),
        // Null resets the tags to an empty list.
        ...(tags === null && { tags: [] }),
      };
      expect(response.body).toMatchObject(stored);
      const read = await service.fire(readItem(body.operation, response.body.id));
      // Only the response to a create shows a webhook's secret.
      const { secret, ...shown } = response.body as unknown as { secret?: string };
      expect([read.body, secret !== undefined]).toEqual([shown, body.operation.id === 'createWebhook']);
    }
  });
});

function acceptedBy({ operation, mediaType }: Body): (value: unknown) => boolean {
  const keys = ['paths', operation.path, operation.method.toLowerCase()];
  return validatorAt(...keys, 'requestBody', 'content', mediaType, 'schema');
}
