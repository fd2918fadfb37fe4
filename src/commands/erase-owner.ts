import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { openStorage } from '../storage.ts';
import { eraseOwner, storedRows } from '../tasks/erase-owner.ts';
import { eraseWebhooks, storedWebhooks } from '../webhooks/erase-owner.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';
import { TransferError } from './transfer/transfer-error.ts';

/**
 * Erases all stored data of one subject: webhooks, tasks, trash, deletions, counts and idempotency keys. Afterwards, counts the
 * remaining rows, and fails if there are any, for example because the subject is still writing.
 */
export const eraseOwnerCommand: Command = {
  usage: 'SUBJECT',
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const [subject, ...others] = positionals;
    if (subject === undefined || subject === '' || others.length > 0)
      throw new UsageError('Name one subject');
    const database = await openStorage(readConfig(process.env, { purpose: 'database' }));
    try {
      const webhooks = await eraseWebhooks(database, subject);
      const erased = await eraseOwner(database, subject);
      const remaining = (await storedRows(database, subject)) + (await storedWebhooks(database, subject));
      if (remaining > 0) {
        throw new TransferError(
          `${remaining} rows of ${subject} were written during the command. Revoke the tokens of the subject, and run the command again`,
        );
      }
      console.log(
        `Erased ${erased} tasks and deletions and ${webhooks} webhooks of ${subject}. No row of this subject remains.`,
      );
    } finally {
      await database.close();
    }
  },
};
