// Content codings (RFC 9110, section 8.4.1) of content that does not change while the process runs: pages, their assets
// and the contract. Each is compressed once, at its first request, in the thread pool. Responses that change are not
// compressed: their strong entity tags would differ between codings, and `If-Match` would then fail.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { matchesEntityTag, permitsChange } from './entity-tag.ts';

/** The supported codings, the preferred one first. */
const compressors = {
  // Level 11 would save another tenth of the size, but would take 4 s for the largest asset instead of 0.1 s.
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes),
};
type Coding = keyof typeof compressors;
const codings = Object.keys(compressors) as readonly Coding[];

/** Below this size in bytes, compression does not save a packet. */
const minBytes = 1000;

/** Content in one coding. */
export interface Representation {
  readonly bytes: Buffer;
  readonly coding: Coding | undefined;
  /** A strong entity tag, which differs between codings (RFC 9110, section 8.8.3.3). */
  readonly etag: string;
}

/** Content in all codings. */
export interface StaticContent {
  /** The representation for a request with this `Accept-Encoding`. */
  representation(acceptEncoding: string | undefined): Promise<Representation>;
}

/** Wraps content. It is compressed at its first request. */
export function staticContent(content: string | Buffer): StaticContent {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  const compressed = new Map<Coding, Promise<Representation>>();
  const plain = Promise.resolve({ bytes, coding: undefined, etag: `"${digest}"` });
  return {
    representation(acceptEncoding) {
      const coding = bytes.length < minBytes ? undefined : chooseCoding(acceptEncoding);
      if (coding === undefined) return plain;
      const made =
        compressed.get(coding) ??
        compressors[coding](bytes).then((smaller) => ({
          bytes: smaller,
          coding,
          etag: `"${digest}-${coding}"`,
        }));
      compressed.set(coding, made);
      return made;
    },
  };
}

/** The preferred coding that `Accept-Encoding` allows (RFC 9110, section 12.5.3). */
function chooseCoding(header = ''): Coding | undefined {
  const weights = new Map(
    header.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))] as const;
    }),
  );
  return codings.find((coding) => (weights.get(coding) ?? weights.get('*') ?? 0) > 0);
}

/** Responds with content in the coding that the request accepts, or with 304 or 412 if its preconditions require it. */
export async function sendContent(
  request: Request,
  response: Response,
  content: StaticContent,
  mediaType: string,
): Promise<void> {
  const { headers } = request;
  const { bytes, coding, etag } = await content.representation(headers['accept-encoding']);
  response.vary('Accept-Encoding').setHeader('ETag', etag);
  if (!permitsChange(headers['if-match'], etag)) {
    response.status(412).end();
  } else if (matchesEntityTag(headers['if-none-match'], etag)) {
    response.status(304).end();
  } else {
    if (coding !== undefined) response.setHeader('Content-Encoding', coding);
    response.setHeader('Content-Type', mediaType);
    response.setHeader('Content-Length', bytes.length);
    response.end(bytes);
  }
}
