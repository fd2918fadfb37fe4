/** A command of the program: `npm run NAME`, or `node src/main.js NAME` without npm. */
export interface Command {
  /** The arguments in the usage text, such as `FILE [--resume]`. */
  readonly usage: string;
  run(args: readonly string[]): Promise<void>;
}

/** Invalid arguments. The message is printed with the usage of the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Returns the only argument, the path of a file. Throws a `UsageError` if it is missing, or if there are others. */
export function fileArgument(positionals: readonly string[]): string {
  const [file, ...rest] = positionals;
  if (file === undefined) throw new UsageError('Missing argument: FILE');
  if (rest.length > 0) throw new UsageError(`Unexpected argument: ${rest.join(' ')}`);
  return file;
}
