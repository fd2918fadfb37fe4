// Where the parts of a fuzzing run are.
import { join } from 'node:path';

/** The project's folder, in which every command runs. */
export const root = join(import.meta.dirname, '..');

/** What a run leaves for people: reports, the summary, the service's log. */
export const reportFolder = join(import.meta.dirname, 'report');

/** What a run keeps for the next `--serve`: the database, the secret and the users' tokens. */
export const workFolder = join(import.meta.dirname, '.work');
