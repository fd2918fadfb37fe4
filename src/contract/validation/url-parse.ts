// express-openapi-validator calls Node's `url.parse` for each request. Node warns of it once, where the call does not
// come from a package, and looks through the stack of each call to find that out until it has warned. So it is called
// from here once, with nobody listening: what is parsed afterwards is parsed as before.
import { parse } from 'node:url';

/** Lets Node take its warning about `url.parse` for given, so that it no longer looks who calls. */
export function settleUrlParse(): void {
  const before = process.noDeprecation;
  process.noDeprecation = true;
  // oxlint-disable-next-line typescript/no-deprecated -- the warning is what this is about
  parse('');
  process.noDeprecation = before ?? false;
}
