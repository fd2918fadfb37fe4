// The migrations as a step of their own, before a new version is started: `npm run migrate`. It is safe beside
// running instances, and beside another one of itself.
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { openStorage } from '../storage.ts';
import type { Command } from './command.ts';

/** Brings the tables up to date. */
export const migrate: Command = {
  usage: '',
  async run(args) {
    parseArgs({ args: [...args], options: {} });
    const applied: string[] = [];
    const config = readConfig(process.env, { forWhom: 'database' });
    const onMigrated = (names: readonly string[]): void => void applied.push(...names);
    await (await openStorage(config, { migrate: true, onMigrated })).close();
    console.log(applied.length === 0 ? 'Nothing to migrate.' : `Migrated: ${applied.join(', ')}`);
  },
};
