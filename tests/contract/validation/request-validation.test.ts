import { describe, expect, test } from '@jest/globals';
import { ProblemError } from '../../../src/http/problem.ts';
import { createRequestValidation } from '../../../src/contract/validation/request-validation.ts';
import { contractOf, library, requestFor } from './library-contract.ts';
import type { Sent } from './library-contract.ts';

const contract = contractOf(library);
const validate = createRequestValidation(contract);
const json = { 'content-type': 'application/json' };

/** Validates a request. Returns the values for the handler, or the errors as `location: code`. */
function outcome(operationId: string, sent: Sent = {}): unknown {
  const request = requestFor(contract, operationId, sent);
  const result = { isPassed: false };
  try {
    void validate(request, {} as never, () => {
      result.isPassed = true;
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { errors = [] } = error.details as unknown as { errors?: Record<string, string>[] };
    return errors.map(({ location, name, pointer, code }) => `${location} ${name ?? pointer}: ${code}`);
  }
  const { params, query, headers } = request.validated ?? {};
  return result.isPassed ? { params, query, headers, body: request.body as unknown } : undefined;
}

const film = { kind: 'film', minutes: 90 };

describe('the validation of parameters', () => {
  test.each([
    ['', { limit: 10 }],
    ['?shelf=2', { shelf: [2], limit: 10 }],
    ['?shelf=2&shelf=0&limit=5', { shelf: [2, 0], limit: 5 }],
    ['?maxFee=-1.5e2&isLate=true', { maxFee: -150, isLate: true, limit: 10 }],
    ['?isLate=false', { isLate: false, limit: 10 }],
  ])('converts the query %j', (query, expected) => {
    expect(outcome('listLoans', { query })).toMatchObject({ params: { branch: 1 }, query: expected });
  });

  test.each([
    ['?shelf=1,2', ['query shelf: type']],
    ['?shelf=-1&shelf=a', ['query shelf: minimum', 'query shelf: type']],
    ['?shelf=1&shelf=2&shelf=3&shelf=4', ['query shelf: maxItems']],
    ['?limit=0x10', ['query limit: type']],
    ['?limit=1.5', ['query limit: type']],
    ['?limit=1e400', ['query limit: type']],
    ['?limit=%205', ['query limit: type']],
    ['?limit=', ['query limit: type']],
    ['?limit=1&limit=2', ['query limit: type']],
    ['?maxFee=1001&isLate=1', ['query maxFee: maximum', 'query isLate: type']],
    ['?maxFee=NaN', ['query maxFee: type']],
    ['?colour=red', ['query colour: unknownParameter']],
  ])('rejects the query %j', (query, errors) => {
    expect(outcome('listLoans', { query })).toEqual(errors);
  });

  test('converts path and header parameters', () => {
    expect(
      outcome('listLoans', { branch: '%37', headers: { 'x-trace': 'true', 'x-other': '1' } }),
    ).toMatchObject({
      params: { branch: 7 },
      headers: { 'x-trace': true },
    });
  });

  test('rejects invalid path and header parameters', () => {
    expect(outcome('listLoans', { branch: '0', headers: { 'x-trace': 'perhaps' } })).toEqual([
      'header X-Trace: type',
      'path branch: minimum',
    ]);
    expect(outcome('listLoans', { branch: '0x1' })).toEqual(['path branch: type']);
  });

  test('uses the parameter of the path item unless the operation overrides it', () => {
    expect(outcome('lend', { branch: 'main', headers: json, body: { item: film } })).toMatchObject({
      params: { branch: 'main' },
    });
  });
});

describe('the validation of a body', () => {
  test.each([
    [{ item: film }],
    [{ item: { ...film, parts: [film] }, note: null, fee: 0.5 }],
    [{ item: { kind: 'book', pages: 3, title: 'a' }, isRenewed: true, pin: '1234', tags: ['a', 'b'] }],
  ])('accepts %j and applies defaults', (body) => {
    const sent = structuredClone(body);
    expect(outcome('lend', { headers: json, body: sent })).toMatchObject({
      body: { isRenewed: false, ...body },
    });
  });

  test.each([
    [undefined, ['body : required']],
    [null, ['body : type']],
    [[], ['body : type']],
    [{}, ['body /item: required']],
    [{ item: { kind: 'game' } }, ['body /item: discriminator']],
    [{ item: { kind: 'book', minutes: 90 } }, ['body /item/pages: required']],
    [{ item: { ...film, parts: [{ kind: 'film' }] } }, ['body /item/parts/0/minutes: required']],
    [{ item: film, fee: '1' }, ['body /fee: type']],
    [{ item: film, isRenewed: 'true' }, ['body /isRenewed: type']],
    [{ item: film, note: 1 }, ['body /note: type']],
    [{ item: film, tags: ['a', 'a'] }, ['body /tags: uniqueItems']],
    [{ item: film, id: 1 }, ['body /id: readOnly']],
    [{ item: film, colour: 'red' }, ['body /colour: additionalProperties']],
  ])('rejects %j', (body, errors) => {
    expect(outcome('lend', { headers: json, body })).toEqual(errors);
  });

  test('validates a body by the schema of its media type', () => {
    const headers = { 'content-type': 'application/merge-patch+json' };
    expect(outcome('lend', { headers, body: { colour: 'red' } })).toMatchObject({ body: { colour: 'red' } });
    expect(outcome('lend', { headers, body: { a: 1, b: 2 } })).toEqual(['body : maxProperties']);
  });

  test('requires a body only where the contract does', () => {
    expect(outcome('clear', { headers: json })).toMatchObject({ body: undefined });
    expect(outcome('clear', { headers: json, body: {} })).toEqual(['body /reason: required']);
  });

  test('throws for a media type that the contract does not define', () => {
    expect(() => outcome('lend', { headers: { 'content-type': 'text/plain' }, body: {} })).toThrow(
      'No validator has been compiled for lend',
    );
  });
});
