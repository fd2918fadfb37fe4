import { describe, expect, test } from '@jest/globals';
import { readTraceparent, traceparentOf } from '../../src/http/trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const valid = `00-${traceId}-${spanId}-01`;

describe('readTraceparent', () => {
  test.each([
    ['01', true],
    ['00', false],
    // Flags other than the first are ignored.
    ['03', true],
    ['fe', false],
  ])('returns the ids and the sampled flag of %s', (flags, isSampled) => {
    const header = `00-${traceId}-${spanId}-${flags}`;
    expect(readTraceparent(header)).toEqual({ traceId, spanId, isSampled });
  });

  test.each([
    ['of a later version', `cc-${traceId}-${spanId}-01`],
    ['of a later version with more fields', `cc-${traceId}-${spanId}-01-what-the-future-will-be-like`],
    ['of a later version with an empty field', `01-${traceId}-${spanId}-01-`],
  ])('accepts a header %s', (_name, header) => {
    expect(readTraceparent(header)).toEqual({ traceId, spanId, isSampled: true });
  });

  test.each([
    ['empty', ''],
    ['of version ff', `ff${valid.slice(2)}`],
    ['of an upper-case version', `CC${valid.slice(2)}`],
    ['with an upper-case trace id', valid.replace(traceId, traceId.toUpperCase())],
    ['with an upper-case span id', valid.replace(spanId, spanId.toUpperCase())],
    ['with upper-case flags', `00-${traceId}-${spanId}-0A`],
    ['with a trace id of zeros', valid.replace(traceId, '0'.repeat(32))],
    ['with a span id of zeros', valid.replace(spanId, '0'.repeat(16))],
    ['with a short trace id', `00-${traceId.slice(1)}-${spanId}-01`],
    ['with a long span id', `00-${traceId}-${spanId}0-01`],
    ['with other digits', valid.replace('4bf', '4bg')],
    ['without flags', `00-${traceId}-${spanId}`],
    ['with one digit of flags', `00-${traceId}-${spanId}-1`],
    ['with three digits of flags', `00-${traceId}-${spanId}-011`],
    ['of version 00 with more fields', `${valid}-more`],
    ['of version 00 with a separator at the end', `${valid}-`],
    ['of a later version with other text at the end', `cc-${traceId}-${spanId}-01.more`],
    ['of a short version', valid.slice(1)],
    ['with white space', ` ${valid}`],
    ['with a line break', `${valid}\n`],
    ['with other separators', valid.replaceAll('-', '_')],
    ['that Node has joined from two', `${valid}, ${valid}`],
    ['of a later version that Node has joined from two', `cc${valid.slice(2)}, cc${valid.slice(2)}`],
    ['of 16 kilobytes', valid + '0'.repeat(16_000)],
  ])('rejects a header %s', (_name, header) => {
    expect(readTraceparent(header)).toBeUndefined();
  });

  test('rejects several headers', () => {
    expect(readTraceparent([valid, valid])).toBeUndefined();
    expect(readTraceparent(undefined)).toBeUndefined();
  });
});

test('writes a traceparent of the current version, with no flag other than the first', () => {
  const context = readTraceparent(`cc-${traceId}-${spanId}-ff-more`)!;
  expect(traceparentOf(context)).toBe(valid);
  expect(traceparentOf({ ...context, isSampled: false })).toBe(`00-${traceId}-${spanId}-00`);
});
