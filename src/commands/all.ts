// The commands by their names: `npm run backup -- FILE` and, where there is no npm, `node src/main.js backup FILE`. Each
// is loaded only when it is called.
import { invocation } from '../process/invocation.ts';
import { explain } from './command.ts';
import type { Command } from './command.ts';

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  backup: async () => (await import('./backup.ts')).backup,
  export: async () => (await import('./export.ts')).exportCommand,
  import: async () => (await import('./import.ts')).importCommand,
  migrate: async () => (await import('./migrate.ts')).migrate,
  restore: async () => (await import('./restore.ts')).restoreCommand,
  token: async () => (await import('./token.ts')).token,
};

/** Runs a command to its end; what keeps it from that is said, and the exit code is 1. Never rejects. */
export async function runCommand(name: string, args: readonly string[]): Promise<void> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    console.error(
      `There is no command "${name}". Without one the service starts; the others are ${Object.keys(commands).join(', ')}.`,
    );
    process.exitCode = 1;
    return;
  }
  const command = await load();
  try {
    await command.run(args);
  } catch (error) {
    console.error(explain(error, invocation(name, command.usage)));
    process.exitCode = 1;
  }
}
