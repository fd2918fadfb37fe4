// The log: one JSON line per event, with its time, level, message and fields.
import winston from 'winston';
import type { LogLevel } from './log-levels.ts';
import type { LogSink } from './log-sink.ts';

export type Logger = winston.Logger;

type LogEvent = Parameters<Logger['format']['transform']>[0];

/** The key that winston's formats use for the finished line. */
const formatted = Symbol.for('message');

/** Creates a logger that writes to a sink. `silent` logs nothing. */
export function createLogger(level: LogLevel, sink: Pick<LogSink, 'write'>): Logger {
  const now = timestamps();
  const logger = winston.createLogger({
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: winston.format.printf(
      (event) => `{"time":"${now()}",${JSON.stringify(withLevelFirst(event)).slice(1)}`,
    ),
  });
  // winston pipes each event through two object streams, which adds a third to the CPU time of a read. The sink accepts
  // lines synchronously, so no stream needs to buffer anything: `write`, which all methods of the logger call, formats
  // the event and passes it on.
  const maxSeverity = logger.levels[logger.level] ?? 0;
  const write = (event: LogEvent): boolean => {
    if (logger.silent || (logger.levels[event.level] ?? 0) > maxSeverity) return true;
    const result = logger.format.transform(event);
    if (typeof result === 'object') sink.write(`${String(result[formatted])}\n`);
    return true;
  };
  return Object.assign(logger, { write });
}

/** Returns the event with its level and message first. Request events already have this order and are not copied. */
function withLevelFirst(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const [first] = Object.keys(event);
  if (first === 'level') return event;
  const { level, message, ...rest } = event;
  return { level, message, ...rest };
}

/** Formats the current time as in RFC 3339, at most once per millisecond. */
function timestamps(): () => string {
  let at = NaN;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== at) text = new Date(now).toISOString();
    at = now;
    return text;
  };
}

/** Describes an error for the log, with its stack and causes, which clients never see. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    name: error.name,
    message: error.message,
    ...('code' in error ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
