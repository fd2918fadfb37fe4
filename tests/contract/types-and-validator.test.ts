// The generated types and the validator say the same of a value, as far as types can say it: what one takes the other
// takes. Shown on samples of every schema, compiled all at once.
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import type { Json, JsonObject } from '../../src/contract/reference.ts';
import { isPlainObject, resolve } from '../../src/contract/reference.ts';
import { closedDocument, contract, validatorAt } from '../support/contract.ts';
import { seeded } from '../tasks/sample-tasks.ts';
import { breakagesOf } from './samples/invalid-values.ts';
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

/** The schemas of a body that have no name of their own; those that have are among the components. */
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

/** A value, and whether the validator takes it for the subject. */
interface Sample {
  readonly type: string;
  readonly value: Json;
  readonly valid: boolean;
}

const samplesEach = 8;

function samplesOf({ type, keys, schema }: Subject, index: number): Sample[] {
  const random = seeded(index);
  const validate = validatorAt(...keys);
  const values = Array.from({ length: samplesEach }, () =>
    validValue(schema, (value) => validate(value), random),
  );
  const broken = values.slice(0, 2).flatMap((value) => breakagesOf(schema, value));
  return [...values, ...broken].map((value) => ({ type, value, valid: validate(value) }));
}

const samples = subjects.flatMap(samplesOf);
const source = [
  "import type { components, operations } from '../../generated/openapi.ts';",
  ...samples.map(({ type, value }, n) => `export const s${n}: ${type} = ${oneLine(value)};`),
].join('\n');

/** As JSON, without what TypeScript takes for the end of a line. */
function oneLine(value: Json): string {
  return JSON.stringify(value).replaceAll(
    /[\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

/** What TypeScript has against each line of a source that is only here in memory. */
function complaints(text: string): Map<number, string> {
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
  byLine = complaints(source);
});

/** The first line is the import. */
const complaintAbout = (n: number): string | undefined => byLine.get(n + 1);

describe('on the samples of every schema', () => {
  test('there are some that are taken, and some that are refused', () => {
    expect(samples.filter(({ valid }) => valid).length).toBeGreaterThan(300);
    expect(samples.filter(({ valid }) => !valid).length).toBeGreaterThan(1000);
    expect(complaintAbout(-1)).toBeUndefined();
  });

  test('the type takes what the validator takes', () => {
    const wrong = samples.flatMap(({ type, value, valid }, n) => {
      const complaint = complaintAbout(n);
      return valid && complaint !== undefined
        ? [`${type} does not take ${JSON.stringify(value).slice(0, 300)}: ${complaint}`]
        : [];
    });
    expect(advice(wrong)).toEqual([]);
  });

  test('the type refuses what the validator refuses', () => {
    const wrong = samples.flatMap(({ type, value, valid }, n) =>
      valid || complaintAbout(n) !== undefined
        ? []
        : [`${type} takes ${JSON.stringify(value).slice(0, 300)}, which openapi.yaml does not allow`],
    );
    expect(advice(wrong)).toEqual([]);
  });
});

/** The errors, preceded by the remedy. */
function advice(wrong: readonly string[]): readonly string[] {
  if (wrong.length === 0) return [];
  return [
    'Run `npm run generate`. If that mends nothing, say in openapi.yaml what is meant (`additionalProperties`, `type`).',
    ...wrong.slice(0, 10),
  ];
}
