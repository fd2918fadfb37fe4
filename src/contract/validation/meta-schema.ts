// express-openapi-validator compiles the schema of OpenAPI itself at each start, a tenth of the time that it takes, even
// where it is told not to look at the document with it, as here: ours is linted. So the class that compiles it is
// replaced by one that does so only where it is wanted.
import { createRequire } from 'node:module';

interface Options {
  readonly version: string;
  readonly validateApiSpec: boolean;
}
interface SchemaValidator {
  validate(document: unknown): { readonly errors: readonly unknown[] };
}
interface Module {
  OpenAPISchemaValidator: new (options: Options) => SchemaValidator;
}

/** Keeps the package from compiling the schema of OpenAPI for documents that are not to be validated. */
export function leaveOutMetaSchema(): void {
  const file = 'express-openapi-validator/dist/framework/openapi.schema.validator.js';
  const module = createRequire(import.meta.url)(file) as Module;
  const { OpenAPISchemaValidator: Original } = module;
  if (Original.name !== 'OpenAPISchemaValidator') return;
  module.OpenAPISchemaValidator = class WithoutNeed implements SchemaValidator {
    readonly #original: SchemaValidator | undefined;

    constructor(options: Options) {
      this.#original = options.validateApiSpec ? new Original(options) : undefined;
    }

    validate(document: unknown): ReturnType<SchemaValidator['validate']> {
      return this.#original?.validate(document) ?? { errors: [] };
    }
  };
}
