// Shortcuts: where the service goes round what a library does anew for each request, or at each start, and need not. Each
// stands in a small file that says why, and can be left out: to compare, or because a library has changed under it.

/** The shortcuts by name: what each goes round is said where it is taken. */
export const shortcutNames = [
  'prototypes',
  'headers',
  'lookup',
  'parameters',
  'validation',
  'tokens',
  'limits',
  'lines',
  'log-streams',
  'meta-schema',
  'document-walks',
  'url-parse',
] as const;
export type Shortcut = (typeof shortcutNames)[number];

/** Which shortcuts are taken. */
export type Shortcuts = Readonly<Record<Shortcut, boolean>>;

/** All shortcuts but these. */
export function shortcutsWithout(left: readonly Shortcut[]): Shortcuts {
  const entries = shortcutNames.map((name) => [name, !left.includes(name)] as const);
  return Object.fromEntries(entries) as Record<Shortcut, boolean>;
}
