import { describe, expect, test } from '@jest/globals';
import type { Request, RequestHandler, Response } from 'express';
import { inOrder } from '../../src/http/compose.ts';

const fault = new Error('broken');

/** Runs the handlers: which of them were called, and what was handed on in the end. */
async function run(...handlers: RequestHandler[]): Promise<{ called: number[]; end: unknown }> {
  const called: number[] = [];
  const counted = handlers.map((handler, index): RequestHandler => (...given) => {
    called.push(index);
    return handler(...given);
  });
  const end = await new Promise((resolve) => {
    void inOrder(counted)({} as unknown as Request, {} as unknown as Response, resolve);
  });
  return { called, end };
}

const goesOn: RequestHandler = (_request, _response, next) => {
  next();
};
const goesOnLater: RequestHandler = async (_request, _response, next) => {
  await Promise.resolve();
  next();
};

test('runs one after the other, and then what comes after them', async () => {
  expect(await run(goesOn, goesOnLater, goesOn)).toEqual({ called: [0, 1, 2], end: undefined });
  expect(await run()).toEqual({ called: [], end: undefined });
});

describe('leaves out the rest', () => {
  const ways: Record<string, RequestHandler> = {
    'hands it on': (_request, _response, next) => {
      next(fault);
    },
    throws: () => {
      throw fault;
    },
    rejects: async () => {
      await Promise.resolve();
      throw fault;
    },
  };
  test.each(Object.keys(ways))('when one has a fault and %s', async (way) => {
    expect(await run(goesOn, ways[way]!, goesOn)).toEqual({ called: [0, 1], end: fault });
    expect(await run(goesOnLater, ways[way]!, goesOn)).toEqual({ called: [0, 1], end: fault });
  });
});
