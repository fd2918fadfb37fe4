/**
 * Jest runs each test file in its own realm, whose `Error` is not the `Error` of Node or of a native addon. Without this
 * environment, the code under test would behave differently from production: `error instanceof Error` is false for a failed
 * `readFile`, `fetch` or `new URL`, and in a second test file, `instanceof SqliteError` is always false. This environment
 * accepts the errors of both realms, and gives each test file its own copy of the native addon.
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
          // Subclasses inherit this function. A subclass accepts only its own instances.
          return isInstance.call(this, value) || (this === inner && value instanceof outer);
        },
      });
    }

    for (const path of Object.keys(modules)) {
      if (path.endsWith('.node') && path.includes('better-sqlite3')) Reflect.deleteProperty(modules, path);
    }
  }
}
