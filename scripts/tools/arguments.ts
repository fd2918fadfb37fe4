import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** Parses the command line like `parseArgs`. Prints the usage and exits on --help and on errors. */
export function readArguments<const Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  if (process.argv.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}
