// One JSON line an event, on standard output: time, level, message, and what belongs to the event.
import winston from 'winston';
import { withoutStreams } from './without-streams.ts';

export type Logger = winston.Logger;
export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Takes the lines of the log, each with its end. */
export interface Lines {
  write(line: string): unknown;
}

// Where winston leaves the line that the format made.
const made = Symbol.for('message');

/** winston's own class, which its types do not have as one. */
type TransportClass = new (options: {
  readonly log: (info: Readonly<Record<symbol, string>>, done: () => void) => void;
}) => winston.transport;
const { Transport } = winston as unknown as { readonly Transport: TransportClass };

/** Creates the logger. `silent` logs nothing, for tests. */
export function createLogger(level: LogLevel, lines: Lines): Logger {
  const now = timestamps();
  const logger = winston.createLogger({
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: winston.format.printf(
      (event) => `{"time":"${now()}",${JSON.stringify(inReadingOrder(event)).slice(1)}`,
    ),
    transports: [
      // winston's own transport to a stream makes an immediate for each line, which costs more than the line.
      new Transport({
        log: (info, done) => {
          lines.write(`${info[made] ?? ''}\n`);
          done();
        },
      }),
    ],
  });
  return withoutStreams(logger);
}

/** The event with its level and message first. One that comes so, as the many of requests do, is not copied. */
function inReadingOrder(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const [first] = Object.keys(event);
  if (first === 'level') return event;
  const { level, message, ...rest } = event;
  return { level, message, ...rest };
}

/** Writes the time as RFC 3339 has it, once for each millisecond. */
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

/** An error for the log: its name, message, stack and causes, which no client gets to see. */
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
