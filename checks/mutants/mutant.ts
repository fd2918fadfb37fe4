// A mutant: the project with one thing changed that somebody has to notice.

/** A text of a file, and what is put in its place. */
export interface Edit {
  readonly file: string;
  /** The text is looked for after this one. Without it, it may be there only once. */
  readonly after?: string;
  readonly search: string;
  readonly replace: string;
}

export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The gate that is tried first, because it is likely to catch this one. The others follow. */
  readonly hint: string;
  /** Leaves the generated types as they were, where they would be made anew after a change of the contract. */
  readonly keepTypes?: boolean;
}

/** The text with the edit made. Throws when its place is not there any more: a mutant that changes nothing proves nothing. */
export function applyEdit(text: string, { file, after = '', search, replace }: Edit): string {
  const from = text.indexOf(after);
  const at = from < 0 ? -1 : text.indexOf(search, from + after.length);
  const where = `${file} has ${after === '' ? '' : `after ${JSON.stringify(after)} `}`;
  if (at < 0)
    throw new Error(`${where}no ${JSON.stringify(search)}: mend the mutant in checks/mutants/mutants.ts.`);
  if (after === '' && text.includes(search, at + 1))
    throw new Error(`${where}more than one ${JSON.stringify(search)}: give the mutant an \`after\`.`);
  return text.slice(0, at) + replace + text.slice(at + search.length);
}
