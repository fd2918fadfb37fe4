// Splits the description of the API into an overview for readers and the conventions that all operations share.
import type { JsonObject } from '../../contract/reference.ts';

/** The parts of `info`. */
export interface Introduction {
  readonly version: string;
  readonly summary: string;
  /** Markdown before the first heading. */
  readonly lead: string;
  /** Markdown with a level-3 heading for each convention. */
  readonly conventions: string;
}

/** Splits `info.description` at its first heading. */
export function readIntroduction(document: JsonObject): Introduction {
  const info = document['info'] as { version: string; summary?: string; description?: string };
  const { version, summary = '', description = '' } = info;
  const [lead = '', ...sections] = description.split(/^(?=## )/m);
  return {
    version,
    summary,
    lead: lead.trim(),
    conventions: sections.map((section) => `#${section.trim()}`).join('\n\n'),
  };
}
