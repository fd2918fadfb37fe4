/**
 * The Jest transform: Node's own type stripping, which is also what runs the service. It puts spaces where the
 * types were, so lines and columns stay where they are, and neither stack traces nor coverage need a source map.
 */
import { stripTypeScriptTypes } from 'node:module';

export default {
  /** @param {string} source */
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
};
