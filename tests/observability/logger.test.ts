import { Writable } from 'node:stream';
import { describe, expect, jest, test } from '@jest/globals';
import winston from 'winston';
import { createLogger, describeError } from '../../src/observability/logger.ts';
import type { LogLevel } from '../../src/observability/log-levels.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Logs the same events at every level, and returns the lines that a logger of this level writes. */
function linesAt(level: LogLevel): string[] {
  const lines: string[] = [];
  const logger = createLogger(level, { write: (line) => lines.push(line) });
  const transform = jest.spyOn(logger, '_transform');
  logAtEveryLevel(logger);
  expect(transform).not.toHaveBeenCalled();
  return lines;
}

function logAtEveryLevel(logger: winston.Logger): void {
  for (const severity of ['error', 'warn', 'info', 'debug'] as const) {
    logger[severity]('something', { detail: severity, error: { message: 'within' } });
    logger.log({ level: severity, message: 'request', status: 200, sub: undefined, text: 'a\n"b"\u2028' });
    logger.log(severity, 'with %s', 'no meaning');
  }
}

/** The lines that winston itself writes for these events. */
function eventsOfWinston(level: LogLevel): Promise<Fields[]> {
  const events: Fields[] = [];
  const stream = new Writable({
    write(line: Buffer, _encoding, done) {
      events.push(JSON.parse(line.toString()) as Fields);
      done();
    },
  });
  const logger = winston.createLogger({
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    transports: [new winston.transports.Stream({ stream })],
  });
  logAtEveryLevel(logger);
  return new Promise((resolve) => setImmediate(() => resolve(events)));
}

describe('the logger', () => {
  test.each(['error', 'warn', 'info', 'debug', 'silent'] as const)(
    'writes the same events at level %s as winston does through its streams',
    async (level) => {
      const events = linesAt(level).map((line) => {
        const { time, ...event } = JSON.parse(line) as Fields;
        expect(time).toEqual(expect.any(String));
        return event;
      });
      expect(events).toEqual(await eventsOfWinston(level));
      expect(events).toHaveLength({ silent: 0, error: 3, warn: 6, info: 9, debug: 12 }[level]);
    },
  );

  test('writes each event as one line that starts with time, level and message', () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line) => lines.push(line) });
    logger.info('ready', { url: 'http://127.0.0.1:5000' });
    const before = Date.now();
    logger.log({ level: 'info', message: 'request', status: 200 });
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(/^\{"time":"[^"]+Z","level":"info","message":"\w+",.+\}\n$/);
      const { time } = JSON.parse(line) as { time: string };
      expect(Math.abs(Date.parse(time) - before)).toBeLessThan(1000);
    }
  });
});

describe('describeError', () => {
  test('describes an error with its causes', () => {
    const cause = Object.assign(new RangeError('inner'), { code: 'E_INNER' });
    expect(describeError(new Error('outer', { cause }))).toEqual({
      name: 'Error',
      message: 'outer',
      stack: expect.any(String),
      cause: { name: 'RangeError', message: 'inner', code: 'E_INNER', stack: expect.any(String) },
    });
  });

  test('describes a thrown value that is not an error', () => {
    expect(describeError('a text')).toEqual({ message: 'a text' });
    expect(describeError(undefined)).toEqual({ message: 'undefined' });
  });
});
