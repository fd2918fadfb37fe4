import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { renewEpoch } from '../resource/changes/epoch.ts';
import { openStorage } from '../storage.ts';
import type { Command } from './command.ts';

/**
 * Makes all clients of the change feed start over. Required if the database was restored without the `restore` command:
 * with pg_restore, by point-in-time recovery, or from a volume snapshot.
 */
export const resync: Command = {
  usage: '',
  async run(args) {
    parseArgs({ args: [...args], options: {} });
    const database = await openStorage(readConfig(process.env, { purpose: 'database' }));
    try {
      await renewEpoch(database);
    } finally {
      await database.close();
    }
    console.log('All clients of the change feed will start over.');
  },
};
