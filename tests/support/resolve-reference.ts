/** Resolves a relative reference, as in `Location` and `Link`, against the target of a request. */
export function resolveReference(target: string, reference: string): string {
  const { pathname, search } = new URL(reference, new URL(target, 'http://service'));
  return pathname + search;
}
