// A contract that is unrelated to tasks, for tests of the validation.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Request } from 'express';
import { loadContract } from '../../../src/contract/document.ts';
import type { Contract } from '../../../src/contract/document.ts';

/** Loads a contract from a document. */
export function contractOf(document: object): Contract {
  return contractIn(JSON.stringify(document));
}

/** Loads a contract from the text of a file. */
export function contractIn(yaml: string): Contract {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  try {
    const file = join(folder, 'openapi.yaml');
    writeFileSync(file, yaml);
    return loadContract(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const json = (schema: object) => ({ 'application/json': { schema } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: 'string', maxLength: 20 };

/** The contract of a lending library. */
export const library = {
  openapi: '3.1.0',
  info: { title: 'Library', version: '1' },
  paths: {
    '/branches/{branch}/loans': {
      parameters: [
        { name: 'branch', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'X-Trace', in: 'header', schema: { type: 'boolean' } },
      ],
      get: {
        operationId: 'listLoans',
        parameters: [
          // Overrides the parameter of the path item.
          { name: 'branch', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } },
          { name: 'shelf', in: 'query', schema: { type: 'array', items: ref('Shelf'), maxItems: 3 } },
          { name: 'maxFee', in: 'query', schema: { type: ['number', 'null'], maximum: 1000 } },
          { name: 'isLate', in: 'query', schema: { type: 'boolean' } },
          { name: 'limit', in: 'query', required: true, schema: { type: 'integer', default: 10 } },
        ],
        responses: { 200: { description: 'Loans', content: json({ type: 'array', items: ref('Loan') }) } },
      },
      post: {
        operationId: 'lend',
        requestBody: {
          required: true,
          content: {
            ...json(ref('Loan')),
            'application/merge-patch+json': { schema: { type: 'object', maxProperties: 1 } },
          },
        },
        responses: {
          201: { $ref: '#/components/responses/Lent' },
          400: {
            description: 'A problem',
            content: { 'application/problem+json': { schema: ref('Problem') } },
          },
        },
      },
      delete: {
        operationId: 'clear',
        requestBody: {
          content: json({ type: 'object', required: ['reason'], properties: { reason: text } }),
        },
        responses: { 204: { description: 'Cleared' } },
      },
    },
  },
  components: {
    schemas: {
      Shelf: { type: 'integer', minimum: 0 },
      Loan: {
        type: 'object',
        required: ['id', 'item'],
        additionalProperties: false,
        properties: {
          id: { type: 'integer', readOnly: true },
          pin: { type: 'string', maxLength: 4, writeOnly: true },
          item: {
            oneOf: [ref('Book'), ref('Film')],
            discriminator: {
              propertyName: 'kind',
              mapping: { book: '#/components/schemas/Book', film: '#/components/schemas/Film' },
            },
          },
          note: { type: ['string', 'null'], maxLength: 10 },
          fee: { type: 'number', exclusiveMinimum: 0 },
          isRenewed: { type: 'boolean', default: false },
          tags: { type: 'array', maxItems: 4, uniqueItems: true, items: ref('Tag') },
        },
      },
      Tag: { type: 'string', maxLength: 5 },
      Book: {
        type: 'object',
        required: ['kind', 'pages'],
        properties: { kind: { const: 'book' }, pages: { type: 'integer' }, title: text },
      },
      Film: {
        type: 'object',
        required: ['kind', 'minutes'],
        properties: {
          kind: { const: 'film' },
          minutes: { type: 'integer' },
          parts: { type: 'array', maxItems: 2, items: ref('Film') },
        },
      },
      Problem: { type: 'object', required: ['title'], properties: { title: text } },
    },
    responses: { Lent: { description: 'Lent', content: json(ref('Loan')) } },
  },
};

export interface Sent {
  readonly branch?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request for an operation of a contract, in the state in which the pipeline passes it to the validation. */
export function requestFor(contract: Contract, operationId: string, sent: Sent = {}): Request {
  const operation = contract.operations.find(({ id }) => id === operationId);
  const { branch = '1', query = '', headers = {}, body } = sent;
  const mediaType = headers['content-type'];
  const request = {
    operation,
    originalUrl: `/x${query}`,
    pathParameters: { branch },
    headers,
    mediaType,
    body,
  };
  return request as unknown as Request;
}
