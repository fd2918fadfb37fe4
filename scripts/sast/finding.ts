/** The result of a check. */
export type Finding =
  | { readonly result: 'passed' }
  | { readonly result: 'failed'; readonly output: string }
  | { readonly result: 'skipped'; readonly reason: string };
