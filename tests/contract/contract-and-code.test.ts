// Compares the contract with values that the code repeats.
import { strict as assert } from 'node:assert';
import { describe, expect, test } from '@jest/globals';
import { readOperations } from '../../src/contract/operation.ts';
import { bodyLimitErrors, maxBodyBytes } from '../../src/contract/body.ts';
import { problemMaker } from '../../src/contract/problem-types.ts';
import { pointerKeys, resolve } from '../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../src/contract/reference.ts';
import { completeFields } from '../../src/tasks/columns.ts';
import { readListQuery } from '../../src/tasks/page.ts';
import { contract } from '../support/contract.ts';

type Components = Record<string, Record<string, JsonObject>>;
const { schemas = {}, parameters = {} } = contract.document['components'] as unknown as Components;

describe('the contract and the code', () => {
  test.each(['CreateTask', 'ReplaceTask'])('declares the defaults that the code fills in: %s', (name) => {
    const properties = resolve(contract.document, schemas[name])['properties'] as Record<string, JsonObject>;
    const defaults = Object.entries(properties)
      .filter(([field]) => field !== 'title')
      // Generated Java does not compile if a set has a default, so the contract states the default of `tags` in prose.
      .map(([field, schema]) => [field, field === 'tags' ? [] : schema['default']]);
    const { title: _title, ...filled } = completeFields({ title: 'a' });
    expect(filled).toEqual(Object.fromEntries(defaults));
  });

  test('uses the default page limit of the contract', () => {
    const schema = parameters['Limit']?.['schema'] as JsonObject;
    expect(readListQuery({}, 'alice')?.limit).toBe(schema['default']);
  });

  test('allows as many tasks in a page as a client can request, and the same cursors in responses as in requests', () => {
    const page = schemas['TaskPage']?.['properties'] as Record<string, JsonObject>;
    const [limit, cursor] = [parameters['Limit'], parameters['Cursor']].map(
      (parameter) => parameter?.['schema'] as JsonObject,
    );
    expect(page['items']?.['maxItems']).toBe(limit?.['maximum']);
    expect([page['nextCursor']?.['maxLength'], page['nextCursor']?.['pattern']]).toEqual([
      cursor?.['maxLength'],
      cursor?.['pattern'],
    ]);
  });

  test('declares the same fields in the schemas for reading, creating, replacing and patching', () => {
    const fields = (name: string) =>
      Object.keys(resolve(contract.document, schemas[name])['properties'] as JsonObject);
    expect(fields('ReplaceTask')).toEqual(fields('CreateTask'));
    expect(fields('UpdateTask')).toEqual(fields('CreateTask'));
    expect(fields('Task')).toEqual(expect.arrayContaining(fields('CreateTask')));
  });

  test('makes every problem with the title and status of its schema, and a link to its documentation', () => {
    const make = problemMaker(contract);
    const problems = Object.entries(schemas).filter(
      ([name, schema]) => name.endsWith('Problem') && schema['x-one-of'] === undefined,
    );
    expect(problems.length).toBeGreaterThan(15);
    for (const [, schema] of problems) {
      const properties = schema['properties'] as Record<string, JsonObject>;
      const [type, title] = ['type', 'title'].map(
        (name) => (properties[name]!['x-extensible-enum'] as Json[])[0],
      );
      assert(typeof type === 'string');
      expect(type).toMatch(/^urn:problem-type:task-manager-api:[a-z-]+$/);
      const request = { requestId: 'id', originalUrl: '/tasks/1?a=/b' };
      expect(make({ type, detail: 'x' }, request)).toMatchObject({
        title,
        status: properties['status']?.['const'],
        help: `../docs/problems#${type.split(':').at(-1)}`,
      });
    }
  });

  test('throws for a problem type that the contract does not define', () => {
    const unknown = 'urn:problem-type:task-manager-api:surprise';
    expect(() => problemMaker(contract)({ type: unknown, detail: 'x' }, { requestId: 'id' })).toThrow(
      'no problem with the type',
    );
  });

  test('limits a body to just above the size of the largest valid one', () => {
    const create = contract.operations.find(({ id }) => id === 'createTask');
    const bytes = create ? maxBodyBytes(contract, create) : 0;
    const escaped = 12 * (200 + 5000);
    expect(bytes).toBeGreaterThan(escaped);
    expect(bytes).toBeLessThan(escaped * 1.25);
  });

  describe('a new body property', () => {
    /** The contract with an additional property, which has this schema, in the body of createTask. */
    const withProperty = (schema: JsonObject) => {
      const document = structuredClone(contract.document) as {
        components: { schemas: Record<string, { properties: Record<string, JsonObject> }> };
      };
      document.components.schemas['CreateTask']!.properties['estimate'] = schema;
      return {
        document: document as unknown as JsonObject,
        operations: readOperations(document),
      };
    };

    test.each([
      [{ type: 'number' }],
      [{ type: 'integer', format: 'int64' }],
      [{ type: ['boolean', 'null'] }],
      [{ type: 'string', format: 'date' }],
    ])('has a maximum size: %j', (schema) => {
      expect(bodyLimitErrors(withProperty(schema))).toEqual([]);
    });

    test.each([
      [{ type: 'string' }, 'add maxLength'],
      [{ type: 'array', items: { type: 'integer' } }, 'add maxItems'],
      [{ type: 'object' }, 'add additionalProperties: false'],
      [{}, 'add a type'],
    ])('is reported by name, with the keyword that its schema lacks: %j', (schema, remedy) => {
      const errors = bodyLimitErrors(withProperty(schema));
      expect(errors[0]).toContain(
        'POST /tasks: the application/json body/properties/estimate has no maximum size',
      );
      expect(errors[0]).toContain(remedy);
    });
  });

  test('links only to existing operations, with parameters that they define', () => {
    const byId = new Map(contract.operations.map((operation) => [operation.id, operation]));
    const links = contract.operations.flatMap(({ path, method }) => {
      const paths = contract.document['paths'] as Record<string, Record<string, { responses: JsonObject }>>;
      const responses = paths[path]?.[method.toLowerCase()]?.responses ?? {};
      return Object.values(responses).flatMap((response) =>
        Object.values((resolve(contract.document, response)['links'] ?? {}) as JsonObject).map((link) =>
          resolve(contract.document, link),
        ),
      );
    });
    expect(links.length).toBeGreaterThan(10);
    for (const { operationId, parameters: given } of links) {
      const target = byId.get(operationId as string);
      const names = target?.parameters.flatMap(({ in: where, name }) => [name, `${where}.${name}`]);
      for (const name of Object.keys(given as JsonObject)) expect(names).toContain(name);
    }
  });

  test('follows references within the document, and unescapes them', () => {
    expect(pointerKeys('/paths/~1tasks~1{taskId}/~0')).toEqual(['paths', '/tasks/{taskId}', '~']);
    expect(() => resolve(contract.document, { $ref: 'other.yaml#/a' })).toThrow('outside the contract');
    expect(() => resolve(contract.document, { $ref: '#/components/schemas/None' })).toThrow('has no target');
    expect(() => resolve(contract.document, 'text')).toThrow('where an object is required');
  });
});
