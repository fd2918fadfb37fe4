import { explainError } from '../process/explain-error.ts';
import { invocation } from '../process/invocation.ts';
import { version } from '../process/version.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';

interface Entry {
  readonly summary: string;
  /** Loads the command. Each command loads only the modules that it requires. */
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  backup: {
    summary: 'copies a SQLite database, even while the service runs, and verifies the copy',
    load: async () => (await import('./backup.ts')).backup,
  },
  'erase-owner': {
    summary: 'erases all stored data of one subject',
    load: async () => (await import('./erase-owner.ts')).eraseOwnerCommand,
  },
  export: {
    summary: 'writes all tasks and webhooks to a file',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  import: {
    summary: 'reads tasks and webhooks from an exported file',
    load: async () => (await import('./import.ts')).importCommand,
  },
  migrate: {
    summary: 'creates and updates the tables',
    load: async () => (await import('./migrate.ts')).migrate,
  },
  restore: {
    summary: 'replaces the SQLite database of a stopped service with a backup',
    load: async () => (await import('./restore.ts')).restoreCommand,
  },
  resync: {
    summary: 'makes all clients of the change feed start over, after a restore',
    load: async () => (await import('./resync.ts')).resync,
  },
  sandbox: {
    summary: 'serves the API from memory, with sample tasks, for client development',
    load: async () => (await import('./sandbox.ts')).sandbox,
  },
  token: {
    summary: 'prints an access token',
    load: async () => (await import('./token.ts')).token,
  },
};

const help = ['--help', '-h'];

/** Runs a command. Never rejects: it prints errors and sets the exit code, 2 for invalid arguments and 1 otherwise. */
export async function runCommand(name: string, args: readonly string[]): Promise<void> {
  if (name === 'help' || help.includes(name)) {
    console.log(overview());
    return;
  }
  if (name === '--version') {
    console.log(version);
    return;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    console.error(`Unknown command: ${name}\n\n${overview()}`);
    process.exitCode = 2;
    return;
  }
  if (args.includes('--version')) {
    console.log(version);
    return;
  }
  const command = await entry.load();
  const usage = `Usage: ${invocation(name, command.usage)}`;
  if (args.some((argument) => help.includes(argument))) {
    console.log(`${usage}\n\n${name} ${entry.summary}.`);
    return;
  }
  try {
    await command.run(args);
  } catch (error) {
    const isUsage = isUsageError(error);
    console.error(isUsage ? `${error.message}\n${usage}` : explainError(error));
    process.exitCode = isUsage ? 2 : 1;
  }
}

function overview(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(13)}${summary}`);
  return [
    `task-manager-api ${version}`,
    '',
    'Without a command, the service starts. Its settings are environment variables, listed in .env.example.',
    '',
    'Commands (to print the usage of a command, add --help):',
    ...lines,
  ].join('\n');
}

function isUsageError(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return error instanceof UsageError || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
}
