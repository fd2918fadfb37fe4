import { resolve } from '../../contract/reference.ts';
import type { JsonObject } from '../../contract/reference.ts';
import { object, text } from './json.ts';
import { hasSection, propertyList } from './schema-text.ts';

/** An object schema of the contract as Markdown. */
export interface SchemaSection {
  readonly name: string;
  readonly markdown: string;
}

/** The object schemas of the contract, except the problems, which have their own page. */
export function schemaSections(document: JsonObject): SchemaSection[] {
  const { schemas } = object(document['components']);
  return Object.entries(object(schemas)).flatMap(([name, value]) => {
    const schema = resolve(document, value);
    if (!hasSection(name, schema)) return [];
    const description = text(schema['description']).trim();
    return [{ name, markdown: `${description}\n\n${propertyList(document, schema).join('\n')}` }];
  });
}
