import type { Operation } from '../contract/operation.ts';

/** The fragment at which Swagger UI opens an operation. It files operations without tags under `default`. */
export function operationAnchor({ id, tags: [tag = 'default'] }: Operation): string {
  return `#/${encodeURIComponent(tag.replaceAll(' ', '_'))}/${encodeURIComponent(id)}`;
}
