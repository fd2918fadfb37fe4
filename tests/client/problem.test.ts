import { describe, expect, test } from '@jest/globals';
import {
  validationErrorsByField,
  isProblem,
  TaskApiError,
  unwrap,
  type Problem,
} from '../../client/src/index.ts';
import { operations } from '../support/contract-examples.ts';

const notFound: Problem = {
  type: 'urn:problem-type:task-manager-api:task-not-found',
  title: 'Task not found',
  status: 404,
  detail: 'You have no task with this id.',
  requestId: 'r-1',
};

const invalid: Problem = {
  type: 'urn:problem-type:task-manager-api:validation-failed',
  title: 'Validation failed',
  status: 422,
  detail: 'The request has 3 validation errors.',
  requestId: 'r-1',
  errors: [
    { location: 'body', pointer: '/title', code: 'minLength', detail: 'too short' },
    { location: 'query', name: 'limit', code: 'maximum', detail: 'too large' },
    { location: 'body', pointer: '/title', code: 'pattern', detail: 'blank' },
    { location: 'body', pointer: '', code: 'type', detail: 'not an object' },
  ],
};

describe('isProblem', () => {
  const examples = operations
    .flatMap(({ responses }) => responses)
    .filter(({ mediaType }) => mediaType === 'application/problem+json');

  test('accepts every problem example of the contract', () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.filter(({ value }) => !isProblem(value))).toEqual([]);
  });

  test.each([
    ['undefined', undefined],
    ['null', null],
    ['the error page of a gateway', '<html>Bad gateway</html>'],
    ['another object', { error: 'nope' }],
    ['a problem of the mock', { type: 'https://stoplight.io/x', title: 'T', status: 404, detail: 'D' }],
  ])('rejects %s', (_, value) => {
    expect(isProblem(value)).toBe(false);
  });
});

describe('validationErrorsByField', () => {
  test('groups validation errors by pointer or name', () => {
    const byField = validationErrorsByField(invalid);
    expect([...byField.keys()]).toEqual(['/title', 'limit', '']);
    expect(byField.get('/title')?.map(({ detail }) => detail)).toEqual(['too short', 'blank']);
  });

  test('returns an empty map for a problem without validation errors', () => {
    expect(validationErrorsByField(notFound).size).toBe(0);
  });
});

describe('unwrap', () => {
  test('returns the data of a successful response', () => {
    expect(unwrap({ data: 5, response: new Response() })).toBe(5);
  });

  test('throws a TaskApiError with the problem and the response', () => {
    const response = new Response('', { status: 404 });
    const thrown = thrownBy(() => unwrap({ error: notFound, response }));
    expect(thrown).toBeInstanceOf(TaskApiError);
    expect(thrown).toMatchObject({
      name: 'TaskApiError',
      message: 'Task not found: You have no task with this id.',
      problem: notFound,
      response,
    });
  });

  test('throws a TaskApiError for an error without a body', () => {
    const thrown = thrownBy(() =>
      unwrap({ error: undefined, response: new Response(null, { status: 502 }) }),
    );
    expect(thrown).toMatchObject({ message: 'The response has status 502', problem: undefined });
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}
