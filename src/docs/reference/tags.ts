import type { Operation } from '../../contract/operation.ts';
import type { DocumentedContract } from '../problem-descriptions.ts';
import { list, object, text } from './json.ts';

/** A tag with its operations. */
export interface Tag {
  readonly name: string;
  /** Markdown. */
  readonly description: string;
  readonly operations: readonly Operation[];
}

/**
 * The tags that the contract declares, in its order, then those that it does not declare. Operations without a tag are
 * listed under `Other`.
 */
export function operationsByTag({ document, operations }: DocumentedContract): Tag[] {
  const descriptions = new Map(
    list(document['tags'])
      .map(object)
      .map(({ name, description }) => [text(name), text(description)]),
  );
  const members = Map.groupBy(operations, ({ tags: [tag = 'Other'] }) => tag);
  return [...new Set([...descriptions.keys(), ...members.keys()])].flatMap((name) => {
    const own = members.get(name) ?? [];
    return own.length === 0 ? [] : [{ name, description: descriptions.get(name) ?? '', operations: own }];
  });
}
