// The process: configuration → service → signals → end. Whatever keeps it from starting is said in words that a
// person can act on, and the exit code is not zero.
import { ConfigError, readConfig } from '../config.ts';
import { DatabaseError } from '../database/errors.ts';
import { endingSignals, handOverSignals } from './signals.ts';
import { boundLines, countLost } from '../observability/bounded-lines.ts';
import { bufferLines } from '../observability/line-buffer.ts';
import { createLogger, describeError } from '../observability/logger.ts';
import { DevelopmentSecretError } from '../security/development-secret.ts';
import { startService } from '../service.ts';
import { tokenRules } from '../security/token-rules.ts';

/** How long the end waits for whoever reads the log. */
const farewellMs = 1000;

/** Runs the service until a signal ends it. Never rejects: what goes wrong is said, and the exit code tells. */
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
  const bounded = boundLines(process.stdout, (lost) => logger.warn('lines of the log were lost', { lost }));
  const lines = bufferLines(bounded);
  // A log that nobody takes (its reader has ended, its disk is full) is no reason to serve nobody.
  process.stdout.once('error', ({ message }) => {
    process.stderr.write(
      `The log cannot be written (${message}): what goes on from here may not be in it.\n`,
    );
  });
  process.stdout.on('error', () => undefined);
  // However it ends: an exception that nobody caught comes by here too.
  process.on('exit', lines.flush);
  const logger = createLogger(config.logLevel, lines);
  const { rules, developmentSecret } = tokenRules(config);
  const service = await startService(config, rules, logger);
  countLost(service.metrics.registry, bounded);

  const stop = (signal: string): void => {
    if (service.lifecycle.state === 'draining') return;
    logger.info('stopping', { signal });
    void service
      .stop()
      .then(
        () => logger.info('stopped'),
        (error: unknown) => {
          logger.error('could not stop cleanly', { error: describeError(error) });
          process.exitCode = 1;
        },
      )
      .then(lines.flush)
      // Whatever nobody takes of the log would keep the process.
      .then(() => setTimeout(() => process.exit(), farewellMs).unref());
  };
  for (const signal of endingSignals) process.on(signal, stop);
  handOverSignals();

  // Only now: whoever reads this may send a signal at once.
  logger.info('ready', { url: service.url, docs: `${service.url}/docs` });
  lines.flush();
  if (developmentSecret === undefined) return;
  // Loaded only where it is said, for it signs a token.
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
