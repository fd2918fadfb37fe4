// The generated types and the validator accept and reject the same values, as far as types can express it. The tests
// compile samples of every schema in one program.
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import type { Json, JsonObject } from '../../src/contract/reference.ts';
import { isPlainObject, resolve } from '../../src/contract/reference.ts';
import { closedDocument, contract, validatorAt } from '../support/contract.ts';
import { seededRandom } from '../../src/sandbox/random.ts';
import { invalidValuesOf } from './samples/invalid-values.ts';
import { validValue } from './samples/valid-values.ts';

/** A schema, and the type that is generated from it. */
interface Subject {
  readonly type: string;
  readonly keys: readonly string[];
  readonly schema: JsonObject;
}

const components = closedDocument['components'] as Record<string, Record<string, JsonObject>>;

const subjects: Subject[] = [
  ...Object.entries(components['schemas'] ?? {}).map(([name, schema]) => ({
    type: `components['schemas']['${name}']`,
    keys: ['components', 'schemas', name],
    schema,
  })),
  ...Object.entries(components['parameters'] ?? {}).map(([name, { schema }]) => ({
    type: `components['parameters']['${name}']`,
    keys: ['components', 'parameters', name, 'schema'],
    schema: schema as JsonObject,
  })),
  ...contract.operations.flatMap(({ id, path, method }) => {
    const keys = ['paths', path, method.toLowerCase()];
    const { requestBody, responses } = keys.reduce(
      (value, key) => value[key] as JsonObject,
      closedDocument,
    ) as { requestBody?: JsonObject; responses: JsonObject };
    return [
      ...contentOf(requestBody ?? {}, [...keys, 'requestBody'], `operations['${id}']['requestBody']`),
      ...Object.entries(responses).flatMap(([status, response]) =>
        contentOf(
          response as JsonObject,
          [...keys, 'responses', status],
          `operations['${id}']['responses'][${status}]`,
        ),
      ),
    ];
  }),
];

/** The inline schemas of a body. Named schemas are among the components. */
function contentOf(written: JsonObject, at: readonly string[], type: string): Subject[] {
  const { $ref: reference } = written;
  const keys = typeof reference === 'string' ? reference.split('/').slice(1) : at;
  const { content = {} } = resolve(closedDocument, written);
  return Object.entries(content as Record<string, JsonObject>).flatMap(([mediaType, { schema }]) =>
    isPlainObject(schema) && schema['$ref'] === undefined
      ? [
          {
            type: `${type}['content']['${mediaType}']`,
            keys: [...keys, 'content', mediaType, 'schema'],
            schema,
          },
        ]
      : [],
  );
}

/** A value for a subject, and whether the validator accepts it. */
interface Sample {
  readonly type: string;
  readonly value: Json;
  readonly valid: boolean;
}

const samplesEach = 8;

function samplesOf({ type, keys, schema }: Subject, index: number): Sample[] {
  const random = seededRandom(index);
  const validate = validatorAt(...keys);
  const values = Array.from({ length: samplesEach }, () =>
    validValue(schema, (value) => validate(value), random),
  );
  const broken = values.slice(0, 2).flatMap((value) => invalidValuesOf(schema, value));
  return [...values, ...broken].map((value) => ({ type, value, valid: validate(value) }));
}

const samples = subjects.flatMap(samplesOf);
const source = [
  "import type { components, operations } from '../../generated/openapi.ts';",
  ...samples.map(({ type, value }, n) => `export const s${n}: ${type} = ${oneLine(value)};`),
].join('\n');

/** A value as JSON, with the characters escaped that TypeScript treats as line terminators. */
function oneLine(value: Json): string {
  return JSON.stringify(value).replaceAll(
    /[\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

/** The errors that TypeScript reports for a source in memory, by line. */
function errorsByLine(text: string): Map<number, string> {
  const path = fileURLToPath(new URL('./samples.generated.ts', import.meta.url));
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion, ...rest) =>
    name === path
      ? ts.createSourceFile(name, text, languageVersion)
      : getSourceFile(name, languageVersion, ...rest);
  const program = ts.createProgram([path], options, host);
  const file = program.getSourceFile(path);
  return new Map(
    [
      ...program.getGlobalDiagnostics(),
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ].map(({ start = 0, messageText }) => [
      ts.getLineAndCharacterOfPosition(file!, start).line,
      ts.flattenDiagnosticMessageText(messageText, ' '),
    ]),
  );
}

let byLine: Map<number, string>;
beforeAll(() => {
  byLine = errorsByLine(source);
});

/** The import is on the first line, and the samples follow. */
const errorOf = (n: number): string | undefined => byLine.get(n + 1);

describe('the generated types', () => {
  test('compile with valid and invalid samples', () => {
    expect(samples.filter(({ valid }) => valid).length).toBeGreaterThan(300);
    expect(samples.filter(({ valid }) => !valid).length).toBeGreaterThan(1000);
    expect(errorOf(-1)).toBeUndefined();
  });

  test('accept every value that the validator accepts', () => {
    const wrong = samples.flatMap(({ type, value, valid }, n) => {
      const error = errorOf(n);
      return valid && error !== undefined
        ? [`${type} rejects the valid value ${JSON.stringify(value).slice(0, 300)}: ${error}`]
        : [];
    });
    expect(withRemedy(wrong)).toEqual([]);
  });

  test('reject every value that the validator rejects', () => {
    const wrong = samples.flatMap(({ type, value, valid }, n) =>
      valid || errorOf(n) !== undefined
        ? []
        : [`${type} accepts ${JSON.stringify(value).slice(0, 300)}, which openapi.yaml does not allow`],
    );
    expect(withRemedy(wrong)).toEqual([]);
  });
});

/** The errors, preceded by the remedy. */
function withRemedy(wrong: readonly string[]): readonly string[] {
  if (wrong.length === 0) return [];
  return [
    'Run `npm run generate`. If the error remains, make openapi.yaml more precise (`additionalProperties`, `type`).',
    ...wrong.slice(0, 10),
  ];
}
