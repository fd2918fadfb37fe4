// express-openapi-validator goes through the whole document again and again at a start: it looks for other files to
// bundle, compiles every schema that is referred to in order to see what the reference names, and lets Ajv walk all
// paths and components with each schema of an operation. So its classes are replaced by ones that look up a reference
// where it stands, and hand Ajv a document in which everything can be looked up and nothing is walked. That is only
// right for a document that is whole (no other files) and whose schemas have no names but their places (no `$id`, no
// anchors, which Ajv finds by walking); for any other, the originals are used.
import { createRequire } from 'node:module';
import { isPlainObject, lookUp } from '../reference.ts';
import type { JsonObject } from '../reference.ts';

interface Document {
  readonly paths: object;
  readonly components: object;
}
type Validator = new (document: Document, ...options: unknown[]) => object;
interface Preprocessor {
  readonly apiDoc: Document;
  resolveSchema: (this: Preprocessor, schema: unknown) => unknown;
}

/** The modules of the package, each with the class that is replaced there. */
interface Framework {
  OpenAPIFramework: {
    prototype: { loadSpec: (this: unknown, document: unknown, ...options: unknown[]) => unknown };
  };
}
interface Preprocessing {
  SchemaPreprocessor: { prototype: Preprocessor };
}
type Validators<Name extends string> = Record<Name, Validator>;

const require = createRequire(import.meta.url);
const done = Symbol.for('task-manager-api.document-walks');

/** Keeps the package from walking documents that need no walk. */
export function spareDocumentWalks(): void {
  const folder = 'express-openapi-validator/dist';
  const { OpenAPIFramework } = require(`${folder}/framework/index.js`) as Framework;
  if (done in OpenAPIFramework) return;
  Object.assign(OpenAPIFramework, { [done]: true });

  const { loadSpec } = OpenAPIFramework.prototype;
  OpenAPIFramework.prototype.loadSpec = function (document, ...options) {
    return isSelfContained(document) ? document : loadSpec.call(this, document, ...options);
  };

  const { SchemaPreprocessor } = require(
    `${folder}/middlewares/parsers/schema.preprocessor.js`,
  ) as Preprocessing;
  const { resolveSchema } = SchemaPreprocessor.prototype;
  SchemaPreprocessor.prototype.resolveSchema = function (schema) {
    const reference = isPlainObject(schema) ? schema['$ref'] : undefined;
    const document: unknown = this.apiDoc;
    const found =
      typeof reference === 'string' && isSelfContained(document) ? lookUp(document, reference) : undefined;
    return found ?? resolveSchema.call(this, schema);
  };

  const validators = `${folder}/middlewares/openapi`;
  const requests = require(`${validators}.request.validator.js`) as Validators<'RequestValidator'>;
  requests.RequestValidator = withoutWalks(requests.RequestValidator);
  const responses = require(`${validators}.response.validator.js`) as Validators<'ResponseValidator'>;
  responses.ResponseValidator = withoutWalks(responses.ResponseValidator);
}

function withoutWalks(Original: Validator): Validator {
  return class WithoutWalks extends Original {
    constructor(document: Document, ...options: unknown[]) {
      super(isSelfContained(document) ? unwalked(document) : document, ...options);
    }
  };
}

/** The same to look up, and nothing to walk: only what can be enumerated is. */
function unwalked(document: Document): Document {
  return { ...document, paths: hidden(document.paths), components: hidden(document.components) };
}

function hidden(names: object): object {
  const entries = Object.entries(names).map(([name, value]) => [
    name,
    { value: value as unknown, configurable: true, writable: true },
  ]);
  return Object.defineProperties({}, Object.fromEntries(entries) as PropertyDescriptorMap);
}

const known = new WeakMap<object, boolean>();

/** Whether all references of a document lead to its own components, and no schema in it has another name. */
function isSelfContained(document: unknown): document is Document & JsonObject {
  if (!isPlainObject(document)) return false;
  let answer = known.get(document);
  if (answer === undefined) {
    const { openapi, components } = document;
    const isKnownKind =
      typeof openapi === 'string' && openapi.startsWith('3.1.') && isPlainObject(components);
    answer = isKnownKind && isPlain(document, new Set());
    known.set(document, answer);
  }
  return answer;
}

const otherNames = ['$id', '$anchor', '$dynamicAnchor', '$dynamicRef', '$recursiveRef'];

function isPlain(value: unknown, seen: Set<object>): boolean {
  if (typeof value !== 'object' || value === null || seen.has(value)) return true;
  seen.add(value);
  if (otherNames.some((name) => name in value)) return false;
  if ('$ref' in value && !String(value.$ref).startsWith('#/components/')) return false;
  return Object.values(value).every((inner) => isPlain(inner, seen));
}
