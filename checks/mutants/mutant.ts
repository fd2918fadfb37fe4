// A mutant: a change to the project that a gate must detect.

/** A replacement in a file. */
export interface Edit {
  readonly file: string;
  /** The search starts after this text. Without it, the match must be unique. */
  readonly after?: string;
  readonly search: string;
  readonly replace: string;
}

export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The gate to run first. */
  readonly hint: string;
  /** Whether to skip regenerating the types after a change to the contract. */
  readonly keepTypes?: boolean;
}

/** Applies an edit. Throws if nothing matches, because an unchanged mutant proves nothing. */
export function applyEdit(text: string, { file, after = '', search, replace }: Edit): string {
  const from = text.indexOf(after);
  const at = from < 0 ? -1 : text.indexOf(search, from + after.length);
  const where = after === '' ? '' : ` after ${JSON.stringify(after)}`;
  if (at < 0)
    throw new Error(
      `${file} does not contain ${JSON.stringify(search)}${where}. Fix the mutant in checks/mutants/mutants.ts.`,
    );
  if (after === '' && text.includes(search, at + 1))
    throw new Error(
      `${file} contains ${JSON.stringify(search)} more than once. Give the mutant an \`after\`.`,
    );
  return text.slice(0, at) + replace + text.slice(at + search.length);
}
