// The process of the service: configuration, start, signals and exit. An error that prevents the start is printed with a
// remedy, and the exit code is 1.
import { readConfig } from '../config.ts';
import { scopesOf } from '../contract/access.ts';
import { loadContract } from '../contract/document.ts';
import { explainError } from './explain-error.ts';
import { shutdownSignals, stopExitingOnSignals } from './signals.ts';
import { countDroppedLines, createLogSink } from '../observability/log-sink.ts';
import { createLogger, describeError } from '../observability/logger.ts';
import { startService } from '../service.ts';
import { tokenRules } from '../security/token-rules.ts';

/** How long a process that is stopping waits for its log to be read. */
const maxExitDelayMs = 1000;

/** Runs the service until a signal stops it. Never rejects: it prints the error and sets the exit code. */
export async function run(): Promise<void> {
  try {
    await start();
  } catch (error) {
    process.stderr.write(`${explainError(error)}\n`);
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
  // Runs on every exit, including one caused by an uncaught exception.
  process.on('exit', () => {
    sink.flush();
  });
  const logger = createLogger(config.logLevel, sink);
  for (const { name, setting } of config.misspelled)
    logger.warn('unknown setting', { name, similar: setting });
  const { rules, developmentSecret } = tokenRules(config);
  const contract = loadContract();
  const service = await startService(config, rules, logger, contract);
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
  const url = config.publicUrl ?? service.url;
  process.stderr.write(await welcome(url, rules, developmentSecret, scopesOf(contract.operations)));
}
