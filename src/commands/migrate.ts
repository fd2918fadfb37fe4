import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { openStorage } from '../storage.ts';
import type { Command } from './command.ts';

/** Applies the migrations. Safe while instances or another `migrate` are running. */
export const migrate: Command = {
  usage: '',
  async run(args) {
    parseArgs({ args: [...args], options: {} });
    const applied: string[] = [];
    const onMigrated = (names: readonly string[]): void => void applied.push(...names);
    const config = readConfig(process.env, { purpose: 'database' });
    await (await openStorage(config, { migrate: true, onMigrated })).close();
    console.log(applied.length === 0 ? 'Nothing to migrate.' : `Migrated: ${applied.join(', ')}`);
  },
};
