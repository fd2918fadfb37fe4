// The mutants. Add one for each new guarantee of the contract and each new kind of gate.
import type { Edit, Mutant } from './mutant.ts';

const contract = (search: string, replace: string, after?: string): Edit => ({
  file: 'openapi.yaml',
  search,
  replace,
  ...(after === undefined ? {} : { after }),
});

const operation = (name: string): string => `tests/api/${name}`;

/** Changes to the contract that the service does not follow. */
const contractMutants: readonly Mutant[] = [
  {
    name: 'a type: uptimeSeconds is a string',
    edits: [contract('type: number\n          format: double', 'type: string', 'uptimeSeconds:\n')],
    hint: 'typecheck',
  },
  {
    name: 'a bound: a title has at most 100 characters',
    edits: [contract('maxLength: 200', 'maxLength: 100', '    TaskTitle:\n')],
    hint: operation('create-task.test'),
  },
  {
    name: 'a bound: a page has at most 1000 tasks',
    edits: [contract('maximum: 100', 'maximum: 1000', 'name: limit\n')],
    hint: operation('list-tasks'),
  },
  {
    name: 'a bound: a page has fewer tasks than the maximum of limit',
    edits: [
      contract(
        "maxItems: 100\n          items: { $ref: '#/components/schemas/Task' }",
        "maxItems: 50\n          items: { $ref: '#/components/schemas/Task' }",
        '    TaskPage:\n',
      ),
    ],
    hint: 'tests/contract/contract-and-code',
  },
  {
    name: 'a status: an unchanged task returns 303',
    edits: [contract("'304':", "'303':", 'operationId: getTask\n')],
    hint: 'typecheck',
  },
  {
    name: 'a status: a deletion returns 200',
    edits: [contract("'204':", "'200':", 'operationId: deleteTask\n      tags')],
    hint: 'typecheck',
  },
  {
    name: 'a required header: ETag is optional',
    edits: [contract('required: true', 'required: false', '    ETag:\n      description: The version')],
    hint: 'tests/contract/compatibility/required-headers',
  },
  {
    name: 'a header: 201 has no Location',
    edits: [
      contract(
        "            Location: { $ref: '#/components/headers/Location' }\n",
        '',
        'operationId: createTask\n',
      ),
    ],
    hint: operation('create-task.test'),
  },
  {
    name: 'a scope: tasks:read permits deletes',
    edits: [contract('tasks:write', 'tasks:read', 'operationId: deleteTask\n      tags')],
    hint: 'tests/security/scopes',
  },
  {
    name: 'security: the summary requires no scope',
    edits: [
      contract('      security:\n        - bearerAuth: [tasks:read]\n', '', 'operationId: getSummary\n'),
    ],
    hint: 'tests/security/scopes',
  },
  {
    name: 'security: the metrics require no token',
    edits: [contract('        - metricsToken: []\n', '', 'operationId: getMetrics\n')],
    hint: 'tests/security/metrics-token',
  },
  {
    name: 'an example: a new task has the unknown status waiting',
    edits: [contract('status: pending', 'status: waiting', '    NewTask:\n')],
    hint: 'tests/contract/examples',
  },
  {
    name: 'an enum value: the priority urgent is missing',
    edits: [contract('enum: [low, medium, high, urgent]', 'enum: [low, medium, high]')],
    hint: 'tests/contract/examples',
  },
  {
    name: 'an enum value: the status archived is added',
    edits: [contract('completed, cancelled]', 'completed, cancelled, archived]', '    TaskStatus:\n')],
    hint: 'typecheck',
  },
  {
    name: 'a path: the summary is at /summaries',
    edits: [contract('  /summary:\n', '  /summaries:\n')],
    hint: operation('get-summary'),
  },
  {
    name: 'a parameter: dueBefore is called dueUntil',
    edits: [contract('name: dueBefore', 'name: dueUntil')],
    hint: 'typecheck',
  },
  {
    name: 'a parameter: taskId may be any string',
    edits: [contract('        format: uuid\n', '', '      name: taskId\n')],
    hint: operation('get-task'),
  },
  {
    name: 'a default: a new task has low priority',
    edits: [contract('default: medium', 'default: low', '    CreateTask:\n')],
    hint: 'tests/contract/contract-and-code',
  },
  {
    name: 'a pattern: tags may have capitals',
    edits: [contract("'^[a-z0-9][a-z0-9_-]*$'", "'^[A-Za-z0-9][A-Za-z0-9_-]*$'", '    Tag:\n')],
    hint: operation('create-task.test'),
  },
  {
    name: 'a response property: overdue is missing from the summary',
    edits: [
      contract('byPriority, overdue]', 'byPriority]', '    Summary:\n'),
      contract("        overdue:\n          $ref: '#/components/schemas/TaskCount'\n", '', '    Summary:\n'),
    ],
    hint: 'tests/contract/examples',
  },
  {
    name: 'a closed object: a new task may have any field',
    edits: [contract('additionalProperties: false', 'additionalProperties: true', '    CreateTask:\n')],
    hint: 'lint:contract',
  },
  {
    name: 'an operationId: getSummary is called countTasks',
    edits: [contract('operationId: getSummary', 'operationId: countTasks')],
    hint: 'typecheck',
  },
  {
    name: "a problem's status: a body that is too large returns 400",
    edits: [contract('const: 413', 'const: 400', '    ContentTooLargeProblem:\n')],
    hint: 'tests/contract/examples',
  },
  {
    name: 'a media type: a patch is a JSON Patch',
    edits: [
      contract('application/merge-patch+json:', 'application/json-patch+json:', 'operationId: updateTask\n'),
    ],
    hint: operation('update-task'),
  },
  {
    name: 'the generated types are stale',
    edits: [
      contract('required: [location, code, detail]', 'required: [location, code]', '    ValidationError:\n'),
    ],
    hint: 'generate:check',
    keepTypes: true,
  },
];

/** Changes to the service that violate the contract. */
const serviceMutants: readonly Mutant[] = [
  {
    name: "a handler's status: a creation returns 200",
    edits: [{ file: 'src/resource/responses.ts', search: 'status: 201', replace: 'status: 200' }],
    hint: 'typecheck',
  },
  {
    name: 'If-None-Match is inverted',
    edits: [
      {
        file: 'src/http/entity-tag.ts',
        after: 'matchesEntityTag',
        search: 'opaque === tag',
        replace: 'opaque !== tag',
      },
    ],
    hint: operation('get-task'),
  },
  {
    name: 'If-Match accepts weak entity tags',
    edits: [{ file: 'src/http/entity-tag.ts', search: 'weak === undefined && ', replace: '' }],
    hint: operation('update-task'),
  },
  {
    name: 'If-None-Match does not prevent a change',
    edits: [
      {
        file: 'src/resource/operations.ts',
        search: " && !matchesEntityTag(preconditions['If-None-Match'], tag)",
        replace: ' && matchesEntityTag("*", tag)',
      },
    ],
    hint: operation('replace-task'),
  },
  {
    name: 'a problem is cacheable',
    edits: [
      {
        file: 'src/http/problem.ts',
        search: "  response.setHeader('Cache-Control', 'no-store');\n",
        replace: '',
      },
    ],
    hint: operation('get-task'),
  },
  {
    name: 'an owner: users can read all tasks',
    edits: [
      {
        file: 'src/resource/table.ts',
        after: 'const selectOne',
        search: "    .where('owner', '=', owner)\n",
        replace: '',
      },
    ],
    hint: operation('get-task'),
  },
  {
    name: 'no RateLimit-Policy',
    edits: [
      {
        file: 'src/security/rate-limit.ts',
        search: "    response.setHeader('RateLimit-Policy', terms.policies);\n",
        replace: '',
      },
    ],
    hint: operation('get-task'),
  },
  {
    name: 'no Retry-After after exceeding the rate limit',
    edits: [
      {
        file: 'src/security/rate-limit.ts',
        search: "{ 'Retry-After': String(retryAfterSeconds) }",
        replace: '{}',
      },
    ],
    hint: 'tests/security/rate-limits',
  },
  {
    name: 'the database: a title has at most 100 characters',
    edits: [
      {
        file: 'src/tasks/storage/sqlite/0001-initial.ts',
        search: 'length(title) between 1 and 200',
        replace: 'length(title) between 1 and 100',
      },
    ],
    hint: 'tests/tasks/constraints',
  },
  {
    name: 'a reused key with a different body returns the first task',
    edits: [
      {
        file: 'src/resource/idempotency/keyed-request.ts',
        search: 'earlier.fingerprint === fingerprint ?',
        replace: 'earlier.fingerprint !== "" ?',
      },
    ],
    hint: operation('create-task-idempotency'),
  },
  {
    name: 'a cursor works for any query',
    edits: [
      {
        file: 'src/resource/cursor.ts',
        search: 'JSON.stringify([payload, query])',
        replace: 'JSON.stringify([payload, typeof query])',
      },
    ],
    hint: operation('list-tasks'),
  },
  {
    name: 'unknown query parameters are accepted',
    edits: [
      {
        file: 'src/contract/validation/request-validation.ts',
        search: 'unknownParameters(operation.query, sent, maxErrors + 1)',
        replace: 'unknownParameters(operation.query, new Map(), maxErrors + 1)',
      },
    ],
    hint: operation('list-tasks'),
  },
  {
    name: 'HEAD is not allowed',
    edits: [{ file: 'src/contract/routes.ts', search: "? ['HEAD'] :", replace: '? [] :' }],
    hint: 'tests/contract/routing',
  },
  {
    name: 'a problem is plain JSON',
    edits: [
      {
        file: 'src/http/problem.ts',
        search: "inUtf8('application/problem+json')",
        replace: "inUtf8('application/json')",
      },
    ],
    hint: operation('get-task'),
  },
  {
    name: 'a deprecation is not announced',
    edits: [{ file: 'src/contract/deprecation-headers.ts', search: '    change();\n', replace: '' }],
    hint: 'tests/contract/compatibility/deprecation',
  },
];

export const mutants: readonly Mutant[] = [...contractMutants, ...serviceMutants];
