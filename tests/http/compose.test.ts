import { describe, expect, test } from '@jest/globals';
import type { Request, RequestHandler, Response } from 'express';
import { compose } from '../../src/http/compose.ts';

const failure = new Error('broken');

/** Runs the handlers. Returns the indexes of the handlers that were called, and the error that the last one passed on. */
async function run(...handlers: RequestHandler[]): Promise<{ called: number[]; end: unknown }> {
  const called: number[] = [];
  const counted = handlers.map((handler, index): RequestHandler => (...given) => {
    called.push(index);
    return handler(...given);
  });
  const end = await new Promise((resolve) => {
    void compose(counted)({} as unknown as Request, {} as unknown as Response, resolve);
  });
  return { called, end };
}

const proceeds: RequestHandler = (_request, _response, next) => {
  next();
};
const proceedsLater: RequestHandler = async (_request, _response, next) => {
  await Promise.resolve();
  next();
};

test('runs middlewares in order, and then calls next', async () => {
  expect(await run(proceeds, proceedsLater, proceeds)).toEqual({ called: [0, 1, 2], end: undefined });
  expect(await run()).toEqual({ called: [], end: undefined });
});

describe('a failing middleware', () => {
  const ways: Record<string, RequestHandler> = {
    'passes the error to next': (_request, _response, next) => {
      next(failure);
    },
    throws: () => {
      throw failure;
    },
    rejects: async () => {
      await Promise.resolve();
      throw failure;
    },
  };
  test.each(Object.keys(ways))('skips the rest when it %s', async (way) => {
    expect(await run(proceeds, ways[way]!, proceeds)).toEqual({ called: [0, 1], end: failure });
    expect(await run(proceedsLater, ways[way]!, proceeds)).toEqual({ called: [0, 1], end: failure });
  });
});
