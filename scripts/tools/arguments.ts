import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };

/**
 * Parses the command line like `parseArgs`. Prints the usage and exits with 0 on --help, and with 2 on errors. Prints the
 * version on --version.
 */
export function readArguments<const Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  printInformation(usage);
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** Responds to --help and --version, and then exits. */
export function printInformation(usage: string): void {
  const asked = (names: readonly string[]): boolean =>
    process.argv.slice(2).some((each) => names.includes(each));
  const text = asked(['--help', '-h']) ? usage : asked(['--version']) ? packageJson.version : undefined;
  if (text === undefined) return;
  console.log(text);
  process.exit(0);
}
