/** What came of a check; one that could not be made says why. */
export type Finding =
  | { readonly result: 'passed' }
  | { readonly result: 'failed'; readonly output: string }
  | { readonly result: 'skipped'; readonly why: string };
