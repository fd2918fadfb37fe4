// Pages are put together from text of the contract and of the guides: whatever is not marked as markup is escaped.

/** Markup that goes into a page as it is; a plain string does not. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[] | undefined;

/** Takes a text for markup; only for what this folder itself has made. */
export const raw = (text: string): Html => ({ html: text });

/** Escapes a text for an element's content and for a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** A template that escapes every value put into it, except for `Html`. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return raw(strings.reduce((text, string, index) => text + toText(parts[index - 1]) + string));
}

function toText(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map(toText).join('\n');
}
