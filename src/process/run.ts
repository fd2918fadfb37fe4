// The process of the service: configuration, start, signals and exit. An error that prevents the start is printed with a
// remedy, and the exit code is 1.
import { ConfigError, readConfig } from '../config.ts';
import { DatabaseError } from '../database/errors.ts';
import { shutdownSignals, stopExitingOnSignals } from './signals.ts';
import { countDroppedLines, createLogSink } from '../observability/log-sink.ts';
import { createLogger, describeError } from '../observability/logger.ts';
import { DevelopmentSecretError } from '../security/development-secret.ts';
import { startService } from '../service.ts';
import { tokenRules } from '../security/token-rules.ts';

/** How long a stopped process waits for the reader of its log. */
const maxExitDelayMs = 1000;

/** Runs the service until a signal stops it. Never rejects: it prints the error and sets the exit code. */
export async function run(): Promise<void> {
  try {
    await start();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const sink = createLogSink(process.stdout, (dropped) => {
    logger.warn('dropped log lines', { dropped });
  });
  // The service keeps serving when its log fails: the reader exited, or the disk is full.
  process.stdout.once('error', ({ message }) => {
    process.stderr.write(`Cannot write the log (${message}). Log lines may be missing from now on.\n`);
  });
  process.stdout.on('error', () => undefined);
  // Every exit passes here, also that of an uncaught exception.
  process.on('exit', () => {
    sink.flush();
  });
  const logger = createLogger(config.logLevel, sink);
  const { rules, developmentSecret } = tokenRules(config);
  const service = await startService(config, rules, logger);
  countDroppedLines(service.metrics.registry, sink);

  const stop = (signal: string): void => {
    if (service.lifecycle.state === 'draining') return;
    logger.info('stopping', { signal });
    void service
      .stop()
      .then(
        () => logger.info('stopped'),
        (error: unknown) => {
          logger.error('failed to stop cleanly', { error: describeError(error) });
          process.exitCode = 1;
        },
      )
      .then(() => {
        sink.flush();
        // Pending writes to a stalled log would keep the process alive.
        setTimeout(() => process.exit(), maxExitDelayMs).unref();
      });
  };
  for (const signal of shutdownSignals) process.on(signal, stop);
  stopExitingOnSignals();

  // Logged last, because a supervisor may send a signal as soon as it reads this line.
  logger.info('ready', { url: service.url, docs: `${service.url}/docs` });
  sink.flush();
  if (developmentSecret === undefined) return;
  // Loaded on demand, because it loads the code that signs tokens.
  const { welcome } = await import('./welcome.ts');
  process.stderr.write(await welcome(service.url, rules, developmentSecret));
}

/** Errors whose message is all that a person needs. */
const saysWhatToDo = [ConfigError, DatabaseError, DevelopmentSecretError];

function explain(error: unknown): string {
  if (saysWhatToDo.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'EADDRINUSE') return `${error.message}. Set PORT to another, or end what has it.`;
    if (error.code === 'EACCES') return `${error.message}. Set PORT to 1024 or more, or allow it.`;
    if (['EADDRNOTAVAIL', 'EAI_AGAIN', 'ENOTFOUND'].includes(String(error.code))) {
      return `${error.message}. Set HOST to an address of this machine.`;
    }
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
