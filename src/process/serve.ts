// Runs a process that serves the API: writes its log to standard output, and stops it on a signal.
import type { Config } from '../config.ts';
import { countDroppedLines, createLogSink } from '../observability/log-sink.ts';
import { createLogger, describeError } from '../observability/logger.ts';
import type { Logger } from '../observability/logger.ts';
import type { Service } from '../service.ts';
import { shutdownSignals, stopExitingOnSignals } from './signals.ts';

/** How long a stopping process waits for its log to be read. */
const maxExitDelayMs = 1000;

/** Starts a service that a signal stops. Resolves when it is ready, and rejects with the error of `start`. */
export async function serveUntilStopped(
  config: Pick<Config, 'logLevel' | 'misspelled'>,
  start: (logger: Logger) => Promise<Service>,
): Promise<Service> {
  const sink = createLogSink(process.stdout, (dropped) => {
    logger.warn('dropped log lines', { dropped });
  });
  // The service keeps serving when its log fails: the reader exited, or the disk is full.
  process.stdout.once('error', ({ message }) => {
    process.stderr.write(`Cannot write the log (${message}). Log lines may be missing from now on.\n`);
  });
  process.stdout.on('error', () => undefined);
  // Runs on every exit, including one caused by an uncaught exception.
  process.on('exit', () => {
    sink.flush();
  });
  const logger = createLogger(config.logLevel, sink);
  for (const { name, setting } of config.misspelled)
    logger.warn('unknown setting', { name, similar: setting });
  const service = await start(logger);
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
  return service;
}
