/**
 * The Jest transform: Node's own type stripping, with which the service runs too. It replaces types with spaces, so that
 * lines and columns do not change, and neither stack traces nor coverage need a source map.
 */
import { stripTypeScriptTypes } from 'node:module';

export default {
  /** @param {string} source */
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
};
