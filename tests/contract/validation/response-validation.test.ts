import { expect, test } from '@jest/globals';
import { createResponseValidation } from '../../../src/contract/validation/response-validation.ts';
import type { Violation } from '../../../src/contract/validation/response-validation.ts';
import { contractOf, library, requestFor } from './library-contract.ts';

const contract = contractOf(library);
const contentType = 'application/json; charset=utf-8';
const loan = { id: 1, item: { kind: 'film', minutes: 90 } };

/** The violations of a response to an operation. */
function violations(operationId: string, status: number, body: object, sampleResponse = (): boolean => true) {
  const found: Violation[] = [];
  const checkResponse = createResponseValidation(contract, {
    sampleResponse,
    onViolation: (violation) => found.push(violation),
  });
  checkResponse(requestFor(contract, operationId), { status, contentType, body });
  return found;
}

test('accepts responses that match the contract', () => {
  expect(violations('listLoans', 200, [loan, { ...loan, note: null, fee: 0.5, isRenewed: true }])).toEqual(
    [],
  );
  expect(violations('lend', 201, loan)).toEqual([]);
});

test.each([
  ['listLoans', 200, [loan, { ...loan, id: 1.5 }], '/response/-/id', 'must be integer'],
  ['listLoans', 200, [{ item: loan.item }], '/response/-/id', 'required property'],
  ['lend', 201, { ...loan, item: { kind: 'book' } }, '/response/item/pages', 'required property'],
  ['lend', 201, { ...loan, pin: '1234' }, '/response/pin', 'is write-only'],
  ['lend', 500, {}, '/response', 'no schema defined'],
])('reports a violation when %s returns %i with %j', (operationId, status, body, location, detail) => {
  expect(violations(operationId, status, body)).toEqual([
    { operationId, status, location, detail: expect.stringContaining(detail) },
  ]);
});

test('does not alter a response', () => {
  const body = Object.freeze({ ...loan, item: Object.freeze(loan.item) });
  expect(violations('lend', 201, body)).toEqual([]);
  expect(body).toEqual(loan);
});

test('validates only the responses in the sample', () => {
  expect(violations('lend', 201, {}, () => false)).toEqual([]);
});
