// Replaces Express's `send`, which computes for each response what is already known here: the length and the charset.
// Handlers have already decided whether to return a 304.
import type { Response } from 'express';

/** A text media type with its charset. */
export function inUtf8(mediaType: string): string {
  return /; *charset=/i.test(mediaType) ? mediaType : `${mediaType}; charset=utf-8`;
}

/** Ends the response with the text. For a HEAD request, Node sends only the headers. */
export function sendText(response: Response, contentType: string, text: string): void {
  const bytes = Buffer.byteLength(text);
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', bytes);
  // Text with one byte per character is ASCII, and Node writes Latin-1 without converting it. For UTF-8 it reserves
  // three times the length, and from 16 KiB on it allocates a buffer and a callback for the write.
  response.end(text, bytes === text.length ? 'latin1' : 'utf8');
}
