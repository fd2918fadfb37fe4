// Validates custom resources against the schemas in their definitions, and prints all built-in Kubernetes resources:
//   node checks/kubernetes/custom-resources.ts FILE... >others.yaml
// Unknown fields are errors.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { dump, loadAll } from 'js-yaml';
import { definitionFiles, definitionsIn } from './crds.ts';
import type { Schema } from './crds.ts';

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Converts a definition's schema to a JSON Schema whose objects allow only the fields that they define. */
function strict(schema: Schema): Schema {
  const { properties, items, additionalProperties, nullable, type, ...others } = schema;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || properties === undefined;
  return {
    ...others,
    ...(schema['x-kubernetes-int-or-string'] === true ? { type: ['integer', 'string'] } : {}),
    ...(type === undefined ? {} : { type: nullable === true ? [type, 'null'] : type }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties as Record<string, Schema>).map(([name, one]) => [name, strict(one)]),
          ),
        }),
    ...(items === undefined ? {} : { items: strict(items as Schema) }),
    ...(typeof additionalProperties === 'object' && additionalProperties !== null
      ? { additionalProperties: strict(additionalProperties as Schema) }
      : isOpen
        ? {}
        : { additionalProperties: false }),
  };
}

/** Compiles a pattern. Translates Go's `(?i)`, which ignores case. */
const regExp = Object.assign(
  (pattern: string, flags: string) =>
    new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? `${flags}i` : flags),
  { code: 'new RegExp' },
);

const ajv = new Ajv({
  strict: false,
  validateFormats: false,
  allErrors: true,
  logger: false,
  code: { regExp },
});
const schemas = new Map<string, Schema>();
const groups = new Set<string>();
for (const file of await definitionFiles()) {
  for (const { spec } of definitionsIn(file)) {
    groups.add(spec.group);
    for (const { name, schema } of spec.versions)
      schemas.set(`${spec.group}/${name} ${spec.names.kind}`, schema.openAPIV3Schema);
  }
}
const compiled = new Map<string, ValidateFunction>();

/** The errors in a custom resource. Undefined for a built-in resource. */
function errorsIn({ apiVersion, kind, ...resource }: Resource): string[] | undefined {
  const name = `${apiVersion} ${kind}`;
  const schema = schemas.get(name);
  if (schema === undefined) {
    return groups.has(apiVersion.split('/')[0] ?? '') ? [`${name} is not defined`] : undefined;
  }
  const validate = compiled.get(name) ?? ajv.compile(strict(schema));
  compiled.set(name, validate);
  if (validate({ apiVersion, kind, ...resource })) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${name} ${resource.metadata.name}: ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

const others: Resource[] = [];
let valid = 0;
for (const resource of process.argv
  .slice(2)
  .flatMap((file) => loadAll(readFileSync(file, 'utf8')) as Resource[])) {
  const errors = errorsIn(resource);
  if (errors === undefined) others.push(resource);
  else if (errors.length === 0) valid += 1;
  else {
    for (const error of errors) console.error(error);
    process.exitCode = 1;
  }
}
console.error(`${valid} custom resources are valid.`);
console.log(others.map((one) => dump(one)).join('---\n'));
