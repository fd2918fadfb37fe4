// Entity tags in conditional requests (RFC 9110, section 13.1).

const tags = /(W\/)?("[^"]*")/g;

/** Whether `If-None-Match` contains the tag, by weak comparison: `W/` is ignored. False if the header is missing. */
export function matchesEntityTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header === '*' || [...header.matchAll(tags)].some(([, , opaque]) => opaque === tag);
}

/** Whether `If-Match` permits changing this version, by strong comparison. True if the header is missing. */
export function permitsChange(header: string | undefined, tag: string): boolean {
  if (header === undefined || header === '*') return true;
  return [...header.matchAll(tags)].some(([, weak, opaque]) => weak === undefined && opaque === tag);
}
