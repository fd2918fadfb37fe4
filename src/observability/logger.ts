// One JSON line an event, on standard output: time, level, message, and what belongs to the event.
import winston from 'winston';

export type Logger = winston.Logger;
export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Makes the logger. `silent` logs nothing, which is for tests. */
export function createLogger(level: LogLevel, stream: NodeJS.WritableStream = process.stdout): Logger {
  return winston.createLogger({
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: winston.format.printf(({ level: severity, message, ...rest }) =>
      JSON.stringify({ time: new Date().toISOString(), level: severity, message, ...rest }),
    ),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston types its transports by a class of another package
    transports: [new winston.transports.Stream({ stream })],
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
