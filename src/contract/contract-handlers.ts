// Serves the contract for download: the unchanged file, and the same document as JSON.
import { staticContent } from '../http/content-coding.ts';
import type { StaticContent } from '../http/content-coding.ts';
import { matchesEntityTag } from '../http/entity-tag.ts';
import type { Contract } from './document.ts';

interface DownloadRequest {
  readonly headers: { readonly 'If-None-Match'?: string };
  readonly acceptEncoding?: string | undefined;
}

/** The handlers that serve the contract as YAML and as JSON. */
export function contractHandlers({ yaml, json }: Pick<Contract, 'yaml' | 'json'>) {
  const download =
    (content: StaticContent) =>
    async ({ headers: { 'If-None-Match': known }, acceptEncoding }: DownloadRequest) => {
      const { bytes, coding, etag } = await content.representation(acceptEncoding);
      const headers = { ETag: etag, Vary: 'Accept-Encoding' };
      if (matchesEntityTag(known, etag)) return { status: 304, headers } as const;
      // `serve` sends bytes unchanged, so the type of the body is not checked here.
      const body = bytes as never;
      return { status: 200, headers: { ...headers, 'Content-Encoding': coding }, body } as const;
    };
  return { getContractYaml: download(staticContent(yaml)), getContractJson: download(staticContent(json)) };
}
