#!/usr/bin/env node
// The command of the package task-manager-sandbox. scripts/sandbox-package.ts compiles it and the service.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  process.stderr.write(`Node ${process.versions.node} is too old: 24.12 or newer is required.\n`);
  process.exit(1);
}

const { exitOnSignals } = await import('../src/process/signals.ts');
exitOnSignals();
const { runCommand } = await import('../src/commands/run-command.ts');
await runCommand('sandbox', process.argv.slice(2));

export {};
