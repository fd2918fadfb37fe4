/** The target that a reference leads to from the target of a request: `Location` and `Link` are relative. */
export function relativeTo(target: string, reference: string): string {
  const { pathname, search } = new URL(reference, new URL(target, 'http://service'));
  return pathname + search;
}
