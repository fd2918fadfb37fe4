import { randomBytes } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import type { ChangeTables } from './storage.ts';

/**
 * Begins a new history: every cursor of the change feed expires, so that every client starts over. Required after the
 * content of the database was replaced, because the database then lacks changes that clients have seen.
 */
export async function renewEpoch(database: Pick<Database<ChangeTables>, 'write'>): Promise<void> {
  const epoch = randomBytes(8).toString('hex');
  await database.write('', async (trx) => {
    await trx.updateTable('change_epoch').set({ epoch }).execute();
  });
}
