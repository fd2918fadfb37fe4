/** The preferences of a client in `Prefer` (RFC 7240). */
export interface Preferences {
  readonly code?: string;
  readonly example?: string;
  readonly delay?: string;
}

const known = ['code', 'example', 'delay'] as const;

/**
 * Reads the sandbox's preferences from the header, and ignores all others. If a preference occurs more than once, the
 * first one applies.
 */
export function readPreferences(header: string | undefined): Preferences {
  const found: { code?: string; example?: string; delay?: string } = {};
  for (const preference of header?.split(',') ?? []) {
    const [, name = '', quoted, bare = ''] =
      /^\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s;"]*))/.exec(preference) ?? [];
    const key = known.find((each) => each === name.toLowerCase());
    if (key !== undefined) found[key] ??= quoted ?? bare;
  }
  return found;
}
