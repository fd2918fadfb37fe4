/** The `Link` to the next page (RFC 8288): the query of the next page, relative to the URL of the request. */
export function pageLink(query: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) parameters.append(name, String(one));
  }
  return `<?${parameters}>; rel="next"`;
}
