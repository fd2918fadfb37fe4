// What the commands have in common.
import { ConfigError } from '../config.ts';
import { DatabaseError, DatabaseUnavailable } from '../database/errors.ts';
import { DevelopmentSecretError } from '../security/development-secret.ts';
import { MovingError } from './transfer/error.ts';

/** Something that an operator does beside the running service, or in its place. */
export interface Command {
  /** Its arguments, `FILE [--resume]`. */
  readonly usage: string;
  run(args: readonly string[]): Promise<void>;
}

/** A command was called in a way that it does not know: the message says what is wrong, and the usage is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Errors whose message is all that a person needs. */
const saysWhatToDo = [ConfigError, DatabaseError, DatabaseUnavailable, DevelopmentSecretError, MovingError];

/** The words for what kept a command from its end. */
export function explain(error: unknown, usage: string): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EPIPE') return 'Whoever read the output has stopped before its end.';
  if (error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS')) {
    return `${error.message}\nUsage: ${usage}`;
  }
  const isKnown = saysWhatToDo.some((kind) => error instanceof kind);
  return isKnown ? `${error.message}.`.replace(/\.\.$/, '.') : (error.stack ?? error.message);
}

/** The one file that a command wants to have named. */
export function onlyFile(positionals: readonly string[]): string {
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('Name one file');
  return file;
}
