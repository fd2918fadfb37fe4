// A mutant: a change of the project that a gate must detect.

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
  /** Does not regenerate the types after a change of the contract. */
  readonly keepTypes?: boolean;
}

/** Applies an edit. Throws without a match, since an unchanged mutant proves nothing. */
export function applyEdit(text: string, { file, after = '', search, replace }: Edit): string {
  const from = text.indexOf(after);
  const at = from < 0 ? -1 : text.indexOf(search, from + after.length);
  const where = `${file} has ${after === '' ? '' : `after ${JSON.stringify(after)} `}`;
  if (at < 0)
    throw new Error(`${where}no ${JSON.stringify(search)}: fix the mutant in checks/mutants/mutants.ts.`);
  if (after === '' && text.includes(search, at + 1))
    throw new Error(`${where}more than one ${JSON.stringify(search)}: give the mutant an \`after\`.`);
  return text.slice(0, at) + replace + text.slice(at + search.length);
}
