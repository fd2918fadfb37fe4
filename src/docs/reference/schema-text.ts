// Describes schemas in a few words of Markdown.
import { isPlainObject, resolve } from '../../contract/reference.ts';
import type { Json, JsonObject } from '../../contract/reference.ts';
import { text } from './json.ts';

/** The name of the component that a value refers to, if it is a reference. */
export function componentName(value: Json | undefined): string | undefined {
  const reference = isPlainObject(value) ? value['$ref'] : undefined;
  return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : undefined;
}

/** The anchor of a schema on the page. */
export const schemaAnchor = (name: string): string => `schema-${name}`;

/** Whether the schema has its own section. Objects have one, except problems, which have a separate page. */
export function hasSection(name: string, schema: JsonObject): boolean {
  return schema['type'] === 'object' && !name.endsWith('Problem');
}

/**
 * Describes the values that a schema allows, for example `string or null, at most 40 characters`. Objects with a
 * section are links.
 */
export function schemaText(document: JsonObject, value: Json | undefined): string {
  const schema = resolve(document, value);
  const name = componentName(value);
  if (name !== undefined && hasSection(name, schema)) return `[${name}](#${schemaAnchor(name)})`;
  const types = [schema['type'] ?? []].flat().map(String);
  const values = [schema['enum'] ?? schema['const'] ?? []].flat().map((one) => `\`${text(one)}\``);
  const choice = values.join(', ').replace(/, (?=[^,]*$)/, ' or ');
  const nouns = types.map((type) => noun(document, schema, type));
  const facts = [
    choice === '' ? nouns.join(' or ') : choice,
    range(schema, 'minimum', 'maximum', ''),
    // The format of ids and date-times already determines their length.
    schema['format'] === undefined ? range(schema, 'minLength', 'maxLength', 'characters') : undefined,
    range(schema, 'minItems', 'maxItems', 'items'),
    schema['uniqueItems'] === true ? 'no duplicates' : undefined,
    schema['default'] === undefined ? undefined : `default \`${JSON.stringify(schema['default'])}\``,
  ];
  return facts.filter(Boolean).join(', ');
}

function noun(document: JsonObject, schema: JsonObject, type: string): string {
  if (type === 'array') {
    const items = schemaText(document, schema['items']);
    // Facts about the items must not look like facts about the array.
    return `array of ${items.replace(/^([a-z-]+), (.*)$/, '$1 ($2)')}`;
  }
  const { format } = schema;
  if (type === 'string' && typeof format === 'string') return format;
  return type;
}

/** Larger limits are those of a data type and not of the API, so they are not shown. */
const maxShown = 1_000_000_000;

function range(schema: JsonObject, least: string, most: string, unit: string): string | undefined {
  const [min, max] = [schema[least], schema[most]].map((limit) =>
    typeof limit === 'number' && limit < maxShown ? limit : undefined,
  );
  const noun = unit === '' ? '' : ` ${unit}`;
  if (max === undefined) return min === undefined ? undefined : `at least ${min}${noun}`;
  return min === undefined || min === 0 ? `at most ${max}${noun}` : `${min} to ${max}${noun}`;
}

/** The properties of an object schema as a Markdown list. Objects without a section are listed below their property. */
export function propertyList(document: JsonObject, schema: JsonObject, indent = ''): string[] {
  const required = new Set([schema['required'] ?? []].flat());
  const isRequest = schema['additionalProperties'] === false;
  return Object.entries(isPlainObject(schema['properties']) ? schema['properties'] : {}).flatMap(
    ([name, value]) => {
      const property = resolve(document, value);
      // Most properties of a response are always present, but most properties of a request are optional. Only the
      // exceptions are noted.
      const note =
        isRequest && required.has(name) ? ', required' : isRequest || required.has(name) ? '' : ', optional';
      const facts = schemaText(document, value);
      const inner =
        facts === 'object' && property['properties'] !== undefined
          ? propertyList(document, property, `${indent}  `)
          : [];
      return [entry(indent, name, `${facts}${note}`, property['description']), ...inner];
    },
  );
}

/** An entry of a list: a name, facts about it, and its description on the next line. */
export function entry(indent: string, name: string, facts: string, description: Json | undefined): string {
  const lines = text(description).trim().replaceAll(/\n+/g, `\n${indent}  `);
  const separator = facts === '' ? '' : ` ${facts}`;
  return `${indent}- \`${name}\`${separator}${lines === '' ? '' : `  \n${indent}  ${lines}`}`;
}
