/**
 * Jest runs each test file in a realm of its own, whose `Error` is not the `Error` of Node or of a native addon.
 * Left so, the code under test would behave as it never does in production: `error instanceof Error` is false for
 * a failed `readFile`, `fetch` or `new URL`, and a second file's `instanceof SqliteError` is false for all of them.
 * Here both realms' errors count as errors, and each test file gets a native addon of its own.
 */
import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

const errors = /** @type {const} */ (['Error', 'RangeError', 'SyntaxError', 'TypeError', 'URIError']);
const isInstance = Function.prototype[Symbol.hasInstance];
const modules = createRequire(import.meta.url).cache;

export default class extends TestEnvironment {
  /** @override */
  async setup() {
    await super.setup();

    for (const name of errors) {
      const inner = this.global[name];
      const outer = globalThis[name];
      Object.defineProperty(inner, Symbol.hasInstance, {
        /** @this {Function} @param {unknown} value */
        value(value) {
          // Subclasses inherit this function: for them, only their own instances count.
          return isInstance.call(this, value) || (this === inner && value instanceof outer);
        },
      });
    }

    for (const path of Object.keys(modules)) {
      if (path.endsWith('.node') && path.includes('better-sqlite3')) Reflect.deleteProperty(modules, path);
    }
  }
}
