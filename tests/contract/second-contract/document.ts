// The contract of a lending library. It shares only the pipeline's problems with the service's contract. It uses features
// that the service's contract does not use: query arrays, `oneOf`, `allOf`, nullable fields, numbers and booleans in
// bodies, an optional body, bodies of two media types, a shared path parameter, and an opaque token.

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** The problems that the pipeline sends: slug, title, status. */
const problems = [
  ['malformed-request', 'Malformed request', 400],
  ['unauthorized', 'Unauthorized', 401],
  ['insufficient-scope', 'Insufficient scope', 403],
  ['route-not-found', 'Route not found', 404],
  ['method-not-allowed', 'Method not allowed', 405],
  ['not-acceptable', 'No acceptable representation', 406],
  ['request-timeout', 'Request timeout', 408],
  ['content-too-large', 'Content too large', 413],
  ['unsupported-media-type', 'Unsupported media type', 415],
  ['validation-failed', 'Validation failed', 422],
  ['too-many-requests', 'Too many requests', 429],
  ['headers-too-large', 'Headers too large', 431],
  ['not-implemented', 'Not implemented', 501],
  ['internal-error', 'Internal error', 500],
  ['service-unavailable', 'Service unavailable', 503],
  // A problem that only this contract defines.
  ['book-on-loan', 'The book is on loan', 409],
] as const;

const problemName = (slug: string) =>
  `${slug.replaceAll(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase())}Problem`;

const problemSchemas = Object.fromEntries(
  problems.map(([slug, title, status]) => [
    problemName(slug),
    {
      type: 'object',
      description: `The documentation of ${slug}.`,
      required: ['type', 'title', 'status', 'detail', 'requestId'],
      properties: {
        type: { const: `urn:problem-type:task-manager-api:${slug}` },
        title: { const: title },
        status: { const: status },
        detail: { type: 'string' },
        requestId: { type: 'string' },
        errors: { type: 'array', items: { type: 'object' } },
      },
    },
  ]),
);

const problem = (slug: string) => ({
  description: slug,
  content: { 'application/problem+json': { schema: ref(problemName(slug)) } },
});

const isbn = {
  name: 'isbn',
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^[0-9]{13}$' },
};

export const document = {
  openapi: '3.1.0',
  info: {
    title: 'Lending Library',
    version: '2.0.0',
    'x-service': { name: 'lending-library', realm: 'library' },
  },
  security: [{ readerToken: ['borrow'] }],
  paths: {
    '/books': {
      get: {
        operationId: 'findBooks',
        summary: 'Find books',
        tags: ['Books'],
        security: [],
        parameters: [
          {
            name: 'genre',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 2,
              items: { type: 'string', enum: ['novel', 'poetry', 'essay'] },
            },
          },
          { name: 'maxPrice', in: 'query', schema: { type: 'number', minimum: 0 } },
          { name: 'isAvailable', in: 'query', schema: { type: 'boolean' } },
        ],
        responses: {
          200: { description: 'Books', ...json({ type: 'array', items: ref('Book') }) },
          422: problem('validation-failed'),
        },
      },
    },
    '/books/{isbn}': {
      parameters: [isbn],
      get: {
        operationId: 'getBook',
        responses: { 200: { description: 'A book', ...json(ref('Book')) } },
      },
      patch: {
        operationId: 'changeBook',
        requestBody: {
          required: true,
          content: {
            'application/merge-patch+json': { schema: ref('BookChange') },
            'application/vnd.library.price+json': { schema: ref('PriceChange') },
          },
        },
        responses: {
          200: { description: 'The changed book', ...json(ref('Book')) },
          409: problem('book-on-loan'),
        },
      },
    },
    '/books/{isbn}/loans': {
      parameters: [isbn],
      post: {
        operationId: 'lend',
        requestBody: json(ref('Loan')),
        responses: { 204: { description: 'Lent' } },
      },
    },
    '/statistics': {
      get: {
        operationId: 'getStatistics',
        security: [{}, { auditToken: [] }],
        responses: {
          200: { description: 'Statistics', content: { 'text/plain': { schema: { type: 'string' } } } },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      readerToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      auditToken: { type: 'http', scheme: 'bearer', bearerFormat: 'opaque' },
    },
    schemas: {
      ...problemSchemas,
      Book: {
        type: 'object',
        additionalProperties: false,
        required: ['title', 'price', 'isAvailable', 'subtitle'],
        properties: {
          title: { type: 'string' },
          price: { type: 'number' },
          isAvailable: { type: 'boolean' },
          subtitle: { type: ['string', 'null'] },
        },
      },
      BookChange: {
        type: 'object',
        additionalProperties: false,
        properties: {
          subtitle: { type: ['string', 'null'], maxLength: 50 },
          isAvailable: { type: 'boolean' },
        },
      },
      PriceChange: {
        type: 'object',
        additionalProperties: false,
        required: ['price'],
        properties: { price: { type: 'number', exclusiveMinimum: 0 } },
      },
      Loan: {
        allOf: [
          {
            type: 'object',
            required: ['reader'],
            properties: { reader: { oneOf: [ref('Member'), ref('School')] } },
          },
          { type: 'object', properties: { days: { type: ['integer', 'null'], minimum: 1, maximum: 28 } } },
        ],
        unevaluatedProperties: false,
      },
      Member: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'number'],
        properties: { kind: { const: 'member' }, number: { type: 'integer', minimum: 1 } },
      },
      School: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'name'],
        properties: { kind: { const: 'school' }, name: { type: 'string', maxLength: 30 } },
      },
    },
  },
};

interface Book {
  title: string;
  price: number;
  isAvailable: boolean;
  subtitle: string | null;
}
interface JsonResponse<Body> {
  headers: Record<string, unknown>;
  content: { 'application/json': Body };
}
interface ProblemResponse<Type extends string> {
  headers: Record<string, unknown>;
  content: { 'application/problem+json': { type: Type; title: string; status: number; detail: string } };
}

/** The operations as openapi-typescript would generate them. */
export interface operations {
  findBooks: {
    parameters: {
      query?: { genre?: ('novel' | 'poetry' | 'essay')[]; maxPrice?: number; isAvailable?: boolean };
    };
    responses: {
      200: JsonResponse<Book[]>;
      422: ProblemResponse<'urn:problem-type:task-manager-api:validation-failed'>;
    };
  };
  getBook: { parameters: { path: { isbn: string } }; responses: { 200: JsonResponse<Book> } };
  changeBook: {
    parameters: { path: { isbn: string } };
    requestBody: {
      content: {
        'application/merge-patch+json': { subtitle?: string | null; isAvailable?: boolean };
        'application/vnd.library.price+json': { price: number };
      };
    };
    responses: {
      200: JsonResponse<Book>;
      409: ProblemResponse<'urn:problem-type:task-manager-api:book-on-loan'>;
    };
  };
  lend: {
    parameters: { path: { isbn: string } };
    requestBody?: {
      content: {
        'application/json': {
          reader: { kind: 'member'; number: number } | { kind: 'school'; name: string };
          days?: number | null;
        };
      };
    };
    responses: { 204: { headers: Record<string, unknown>; content?: never } };
  };
  getStatistics: {
    parameters: object;
    responses: { 200: { headers: Record<string, unknown>; content: { 'text/plain': string } } };
  };
}
