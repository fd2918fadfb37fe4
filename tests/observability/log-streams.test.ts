import { expect, jest, test } from '@jest/globals';
import winston from 'winston';
import { createLogger } from '../../src/observability/logger.ts';
import type { LogLevel } from '../../src/observability/logger.ts';

/** What a logger of this level writes of the same events, without their times; and how often its streams had a part. */
function written(level: LogLevel, streams: boolean) {
  const lines: string[] = [];
  const logger = createLogger(level, { write: (line) => lines.push(line) });
  if (streams) Reflect.deleteProperty(logger, 'write');
  const transformed = jest.spyOn(logger, '_transform');
  for (const severity of ['error', 'warn', 'info', 'debug'] as const) {
    logger[severity]('something', { detail: severity, error: { message: 'within' } });
    logger.log({ level: severity, message: 'request', status: 200, sub: undefined, text: 'a\n"b"\u2028' });
    logger.log(severity, 'with %s', 'no meaning');
  }
  return {
    lines: lines.map((line) => line.replace(/"time":"[^"]+"/, '"time":""')),
    throughStreams: transformed.mock.calls.length,
  };
}

test.each(['error', 'warn', 'info', 'debug', 'silent'] as const)(
  'a logger of level %s writes the same with and without streams',
  (level) => {
    const without = written(level, false);
    const through = written(level, true);
    expect(without.lines).toEqual(through.lines);
    expect(without.throughStreams).toBe(0);
    expect(through.throughStreams).toBe(level === 'silent' ? through.throughStreams : 12);
    expect(without.lines.length > 0).toBe(level !== 'silent');
  },
);

test('each event is a line of its own, its time, level and message first', () => {
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

test('a logger with more than its one transport keeps its streams', async () => {
  const { withoutStreams } = await import('../../src/observability/without-streams.ts');
  expect(() => withoutStreams(winston.createLogger({ transports: [] }))).toThrow('one transport');
});
