/** The `Link` to the next page (RFC 8288): the same query parameters with the cursor of the next page. */
export function pageLink(path: string, query: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) parameters.append(name, String(one));
  }
  return `<${path}?${parameters}>; rel="next"`;
}
