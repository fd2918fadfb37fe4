// Bodies of unsupported or wrong media types.
import { describe, expect, test } from '@jest/globals';
import { contract } from '../../support/contract.ts';
import { sharedItems, validRequest } from './support/call.ts';
import { useAttackedService } from './support/attacked-service.ts';
import type { Call } from './support/attacked-service.ts';

const service = useAttackedService();
const idFor = sharedItems(service);

const undeclared = [
  'text/plain',
  'text/html',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/graphql',
  'application/x-ndjson',
  'application/json-patch+json',
  'application/vnd.api+json',
  'application/problem+json',
  'application/json5',
  'application/*',
  '*/*',
  'application/json, text/plain',
  'application/json; charset=utf-16',
  'application/json; charset=utf-7',
  'application/json; charset=__proto__',
  'application/',
  '/json',
  'json',
  ';',
  '__proto__',
  'x'.repeat(5000),
];
const encodings = ['gzip', 'deflate', 'br', 'zstd', 'identity, gzip', '*', '__proto__', 'x'.repeat(1000)];

const withHeader = (call: Call, name: string, value: string): Call => ({
  ...call,
  headers: { ...call.headers, [name]: value },
});

describe.each(contract.operations.filter(({ requestBodies }) => requestBodies.size > 0))(
  '$id',
  (operation) => {
    const accepted = [...operation.requestBodies.keys()];
    const others = [...undeclared, 'application/merge-patch+json'].filter((type) => !accepted.includes(type));

    test.each(others)('rejects a body of type %s', async (type) => {
      const response = await service.fire(
        withHeader(validRequest(operation, await idFor(operation)), 'Content-Type', type),
      );
      expect(response.status).toBe(415);
      const names = response.headers.get('Accept') ?? response.headers.get('Accept-Patch');
      expect(names?.split(', ')).toEqual(accepted);
      // Accept-Encoding would attribute the 415 to the content coding (RFC 9110, section 12.5.3).
      expect(response.headers.get('Accept-Encoding')).toBeNull();
    });

    test.each(encodings)('rejects a body with the encoding %s', async (encoding) => {
      const response = await service.fire(
        withHeader(validRequest(operation, await idFor(operation)), 'Content-Encoding', encoding),
      );
      expect(response.status).toBe(415);
      expect(response.headers.get('Accept-Encoding')).toBe('identity');
    });
  },
);

describe.each(contract.operations.filter(({ requestBodies }) => requestBodies.size === 0))(
  '$id',
  (operation) => {
    test('ignores the Content-Type of an operation without a body', async () => {
      for (const type of undeclared) {
        const ofItsOwn = validRequest(operation, await idFor(operation));
        const response = await service.fire(withHeader({ ...ofItsOwn, body: '<x>' }, 'Content-Type', type));
        expect([type, response.status]).toEqual([type, operation.statuses.find((status) => status < 300)]);
      }
    });
  },
);
