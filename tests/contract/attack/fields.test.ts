// Runs every fuzzer against every parameter and every body property of every operation. The service accepts values that
// match the contract and returns them unchanged. It rejects all other values with an error that names the field, stores
// none of them, and never fails or hangs.
import { describe, expect, test } from '@jest/globals';
import type { TestResponse } from '../../support/client.ts';
import type { Operation } from '../../../src/contract/operation.ts';
import { contract } from '../../support/contract.ts';
import { seededRandom } from '../../../src/sandbox/random.ts';
import { fuzzers } from './fuzzers/index.ts';
import { newItem, readItem, validRequest, withParameter, withProperty } from './support/call.ts';
import { fieldsOf } from './support/fields.ts';
import type { Field } from './support/fields.ts';
import { verdictOnBody, verdictOnParameter } from './support/oracle.ts';
import type { Verdict } from './support/oracle.ts';
import { rawRequest, useAttackedService } from './support/attacked-service.ts';
import type { Call } from './support/attacked-service.ts';

const fields = contract.operations.flatMap(fieldsOf);
/** The seed is fixed, so every run uses the same values. ATTACK_SEED selects other values. */
const seed = Number(process.env['ATTACK_SEED'] ?? 20260301);

const service = useAttackedService();

describe.each(fields)('$title', (field) => {
  test.each(fuzzers)('returns the response that the contract requires for $name', async ({ values }) => {
    const { operation } = field;
    let id = await newItem(service, operation);
    let before = await read(operation, id);
    for (const value of values(field, seededRandom(seed))) {
      const call = validRequest(operation, id);
      const { verdict, response } =
        field.in === 'body'
          ? await fillProperty(field, withProperty(call, field.name, value))
          : await fillParameter(field, call, textsOf(value));

      expectResponse(field, value, verdict, response);
      if (field.in === 'body' && response.status < 300 && 'id' in response.body) {
        await expectStored(field, value, response);
      }
      if (response.status === 204) id = await newItem(service, operation);
      if (response.status < 300 && operation.method !== 'GET') before = await read(operation, id);
    }
    // Rejected requests change nothing.
    expect(await read(operation, id)).toEqual(before);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

async function read(operation: Operation, id: string): Promise<unknown> {
  return (await service.fire(readItem(operation, id))).body;
}

interface Outcome {
  readonly verdict: Verdict;
  readonly response: TestResponse;
}

async function fillProperty(field: Field, call: Call): Promise<Outcome> {
  return { verdict: verdictOnBody(field, String(call.body)), response: await service.fire(call) };
}

async function fillParameter(field: Field, call: Call, values: readonly string[]): Promise<Outcome> {
  const verdict = verdictOnParameter(field, values);
  // HTTP libraries refuse to send a malformed header.
  if (field.in === 'header' && verdict === 'malformed') {
    return { verdict, response: await rawRequest(service, call, [`${field.name}: ${values.join(', ')}`]) };
  }
  return { verdict, response: await service.fire(withParameter(call, field, values)) };
}

/** The strings that are sent for a parameter with this value. A list repeats the parameter. */
function textsOf(value: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map((one) => text(one));
  return [text(value)];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function expectResponse(
  field: Field,
  value: unknown,
  verdict: Verdict,
  { status, body }: TestResponse,
): void {
  // The expectations include the value, so that a failure report shows it.
  const sent = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300);
  const outcome = [sent, verdict, status, body.type];
  switch (verdict) {
    case 'valid':
      if (['cursor', 'since'].includes(field.name) && status === 422) {
        expect(outcome).toEqual([sent, verdict, 422, 'urn:problem-type:task-manager-api:invalid-cursor']);
      } else if (field.name === 'Idempotency-Key' && status === 422) {
        // Several operations have this header, and another one may have received the same key.
        const reused = 'urn:problem-type:task-manager-api:idempotency-key-reused';
        expect(outcome).toEqual([sent, verdict, 422, reused]);
      } else if (field.name === 'url' && status === 422) {
        // The schema cannot express which hosts are public.
        expect([sent, body.errors]).toMatchObject([sent, [{ pointer: '/url', code: 'forbiddenUrl' }]]);
      } else {
        expect([sent, [200, 201, 202, 204, 304, 404, 409, 412].includes(status) || outcome]).toEqual([
          sent,
          true,
        ]);
      }
      return;
    case 'invalid':
      expect(outcome).toEqual([sent, verdict, 422, 'urn:problem-type:task-manager-api:validation-failed']);
      if (field.in !== 'body') {
        expect(body.errors).toContainEqual(expect.objectContaining({ location: field.in, name: field.name }));
      } else {
        const pointers = body.errors.map(({ pointer = '' }) => pointer);
        expect(pointers.filter((one) => one.startsWith(`/${field.name}`))).not.toEqual([]);
      }
      return;
    case 'malformed':
      expect(outcome).toEqual([sent, verdict, 400, 'urn:problem-type:task-manager-api:malformed-request']);
      return;
    case 'too large':
      expect(outcome).toEqual([sent, verdict, 413, 'urn:problem-type:task-manager-api:content-too-large']);
      return;
    case 'unknown path':
      expect(outcome).toEqual([sent, verdict, 404, 'urn:problem-type:task-manager-api:route-not-found']);
  }
}

/** Expects the sent value in the response, and when the item is read again. */
async function expectStored(field: Field, value: unknown, response: TestResponse): Promise<void> {
  // Only the response to a create shows a webhook's secret.
  const { secret: _, ...item } = response.body as unknown as Record<string, unknown>;
  expect(await read(field.operation, response.body.id)).toEqual(item);
  if (value === undefined) return;
  const sent: unknown = JSON.parse(JSON.stringify(value));
  const isDateTime = field.schema['format'] === 'date-time' && typeof sent === 'string';
  // Null resets the tags to an empty list.
  const stored = sent === null && field.name === 'tags' ? [] : sent;
  expect(item[field.name]).toEqual(isDateTime ? new Date(sent).toISOString() : stored);
}
