// The directories of a fuzzing run.
import { join } from 'node:path';

/** The root of the project, the working directory of all commands. */
export const root = join(import.meta.dirname, '..');

/** Reports, the summary and the service's log. */
export const reportFolder = join(import.meta.dirname, 'report');

/** The database, the secret and the users' tokens, kept for `--serve`. */
export const workFolder = join(import.meta.dirname, '.work');
