// One JSON line an event, on standard output: time, level, message, and what belongs to the event.
import winston from 'winston';

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

/** Makes the logger. `silent` logs nothing, which is for tests. */
export function createLogger(level: LogLevel, lines: Lines): Logger {
  return winston.createLogger({
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: winston.format.printf(({ level: severity, message, ...rest }) =>
      JSON.stringify({ time: new Date().toISOString(), level: severity, message, ...rest }),
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
