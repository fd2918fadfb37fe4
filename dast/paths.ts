// The directories of a fuzzing run.
import { join } from 'node:path';

/** The root of the project, the working directory of all commands. */
export const root = join(import.meta.dirname, '..');

/** Contains the reports, the summary and the service's log. */
export const reportFolder = join(import.meta.dirname, 'report');

/** Contains the database, the secret and the users' tokens, which `--serve` reuses. */
export const workFolder = join(import.meta.dirname, '.work');
