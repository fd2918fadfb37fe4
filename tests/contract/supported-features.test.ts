import { describe, expect, test } from '@jest/globals';
import { contractIn, contractOf, library } from './validation/library-contract.ts';

/** The sample contract with the value at a JSON Pointer replaced. */
function libraryWith(pointer: string, value: unknown): object {
  const document: unknown = structuredClone(library);
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/'));
  const last = keys.pop() ?? '';
  const parent = keys.reduce((inner, key) => Reflect.get(inner as object, key) as unknown, document);
  Reflect.set(parent as object, last, value);
  return document as object;
}

const path = '/paths/~1branches~1{branch}~1loans';
const query = { name: 'x', in: 'query' };
const parameter = `${path}/get/parameters/1`;
const scalar = { type: 'string' };

test('accepts a contract of supported features', () => {
  expect(contractOf(library).operations.map(({ id }) => id)).toEqual(['listLoans', 'lend', 'clear']);
});

describe('a contract with an unsupported feature', () => {
  test.each([
    ['/openapi', '3.0.3', '#/openapi: OpenAPI "3.0.3". Use version 3.1'],
    [parameter, { name: 'x', in: 'cookie', schema: scalar }, `#${parameter}: a cookie parameter`],
    [parameter, { ...query, content: {} }, `#${parameter}: a parameter with content`],
    [
      parameter,
      { ...query, schema: scalar, style: 'deepObject' },
      `#${parameter}: the parameter style "deepObject"`,
    ],
    [
      parameter,
      { ...query, schema: scalar, allowEmptyValue: true },
      `#${parameter}: a parameter with allowEmptyValue`,
    ],
    [
      parameter,
      { name: 'x[y]', in: 'query', schema: scalar },
      `#${parameter}: a query parameter with a bracket`,
    ],
    [
      parameter,
      { ...query, schema: { type: 'object' } },
      `#${parameter}: a parameter whose type is not scalar or an`,
    ],
    [
      parameter,
      { ...query, schema: { oneOf: [scalar] } },
      `#${parameter}: a parameter whose type is not scalar`,
    ],
    [
      parameter,
      { ...query, schema: { type: ['string', 'integer'] } },
      `#${parameter}: a parameter whose type`,
    ],
    [
      parameter,
      { ...query, schema: { type: 'array', items: { type: 'array' } } },
      `#${parameter}: a parameter whose`,
    ],
    [parameter, { ...query, explode: false, schema: { type: 'array', items: scalar } }, `"explode": false`],
    [
      parameter,
      { name: 'x', in: 'header', schema: { type: 'array', items: scalar } },
      'whose type is not scalar',
    ],
    [
      parameter,
      { $ref: '#/components/parameters/Missing' },
      `#${parameter}: the reference #/components/parameters/`,
    ],
    [
      parameter,
      { $ref: './other.yaml#/Limit' },
      `#${parameter}: the reference ./other.yaml#/Limit. Refer to`,
    ],
    [
      '/components/schemas/Shelf',
      { $ref: `#${path}/get` },
      '#/components/schemas/Shelf: the reference #/paths/',
    ],
    ['/components/schemas/Shelf/$id', 'shelf', '#/components/schemas/Shelf: the keyword $id'],
    [
      '/components/schemas/Loan/properties/fee/$anchor',
      'fee',
      '#/components/schemas/Loan/properties/fee: the keyword',
    ],
    [
      '/components/schemas/Shelf/nullable',
      true,
      '#/components/schemas/Shelf: the keyword nullable. Use a list of types',
    ],
    ['/components/schemas/Loan/discriminator', { propertyName: 'x' }, 'Loan: a discriminator without oneOf'],
    [
      '/components/schemas/Film/required',
      ['minutes'],
      'item: a discriminator whose schemas do not require "kind"',
    ],
    [
      '/components/schemas/Film/properties/kind',
      scalar,
      'item: a discriminator whose schemas do not require "kind"',
    ],
    [
      '/components/schemas/Film/properties/kind/const',
      'movie',
      'item: the discriminator mapping film, which differs',
    ],
    [
      path,
      { $ref: '#/components/pathItems/Loans' },
      'the reference #/components/pathItems/Loans, which has no target',
    ],
    [`${path}/head`, { operationId: 'head', responses: {} }, `#${path}/head: an operation for HEAD`],
    [`${path}/get/operationId`, undefined, `#${path}/get: an operation without operationId`],
    [
      `${path}/get/responses`,
      { default: { description: 'a' } },
      `#${path}/get/responses: the response default`,
    ],
    [`${path}/get/responses`, { '4XX': { description: 'a' } }, `#${path}/get/responses: the response 4XX`],
    [
      `${path}/post/requestBody/content`,
      { 'multipart/form-data': { schema: {} } },
      `#${path}/post/requestBody/content/multipart~1form-data: a request body of the media type multipart/form-data`,
    ],
    [
      `${path}/post/requestBody/content/application~1json`,
      {},
      'application~1json: a request body without a schema',
    ],
  ])('is rejected if %s is %j', (pointer, value, message) => {
    expect(() => contractOf(libraryWith(pointer, value))).toThrow(message);
  });

  test('is rejected with a list of all unsupported features, each once', () => {
    const document = libraryWith(parameter, { name: 'x', in: 'cookie', schema: scalar });
    Reflect.set(library.paths['/branches/{branch}/loans'].get, 'x-note', { $ref: 'not a reference' });
    expect(() =>
      contractOf({
        ...document,
        components: {
          ...library.components,
          schemas: { ...library.components.schemas, Shelf: { $id: 'a', nullable: true } },
        },
      }),
    ).toThrow(
      /^The contract uses OpenAPI features that this service does not support:(?:\n {2}- #\S+: .+){3}$/,
    );
  });
});

test.each(['$ref', 'discriminator', 'nullable', 'items'])('accepts a property that is named %s', (name) => {
  expect(() =>
    contractOf(libraryWith(`/components/schemas/Book/properties/${name}`, { type: 'string', maxLength: 1 })),
  ).not.toThrow();
});

test.each([
  [
    'openapi: 3.1.1\ninfo:\n  title: a: b\n',
    'The contract is not valid YAML: bad indentation of a mapping entry (3:11)',
  ],
  ['', 'The contract is not valid YAML: expected a document, but the input is empty'],
  ['~', 'The contract is not an object'],
  ['Books', 'The contract is not an object'],
  ['[]', '#/openapi: OpenAPI undefined. Use version 3.1'],
])('rejects the file %j, and names the location', (yaml, message) => {
  expect(() => contractIn(yaml)).toThrow(message);
});
