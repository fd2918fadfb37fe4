// Sends a text as the whole of an answer. Express's own `send` finds out for each answer what is known here: the
// length, the charset, and that no 304 is to be made of it, which the handlers have decided.
import type { Request, Response } from 'express';

/** The media type of a text that is sent, with its charset. */
export function inUtf8(mediaType: string): string {
  return /; *charset=/i.test(mediaType) ? mediaType : `${mediaType}; charset=utf-8`;
}

/** Ends the answer with a text of this `Content-Type`; a HEAD gets all but the text. */
export function sendText(request: Request, response: Response, contentType: string, text: string): void {
  const bytes = Buffer.byteLength(text);
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', bytes);
  if (request.method === 'HEAD') response.end();
  // A byte for each character is ASCII. As Latin 1, Node writes it as it is; as UTF-8 it makes room for three times as
  // much, and from 16 KiB of that on it takes a buffer, and a callback when the buffer is written.
  else response.end(text, bytes === text.length ? 'latin1' : 'utf8');
}
