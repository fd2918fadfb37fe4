// The contract for download: the file as it is, and the same document as JSON.
import { matchesEntityTag } from '../http/entity-tag.ts';
import type { Contract } from './document.ts';

interface DownloadRequest {
  readonly headers: { readonly 'If-None-Match'?: string };
}

/** The handlers of the contract's downloads. */
export function contractHandlers({ yaml, json, etags }: Pick<Contract, 'yaml' | 'json' | 'etags'>) {
  const download =
    <Body>(etag: string, body: Body) =>
    async ({ headers }: DownloadRequest) => {
      const isUnchanged = matchesEntityTag(headers['If-None-Match'], etag);
      return isUnchanged
        ? ({ status: 304, headers: { ETag: etag } } as const)
        : ({ status: 200, headers: { ETag: etag }, body } as const);
    };
  return {
    getContractYaml: download(etags.yaml, yaml),
    getContractJson: download(
      etags.json,
      JSON.parse(json) as {
        openapi: string;
        info: Record<string, unknown>;
        paths: Record<string, unknown>;
      },
    ),
  };
}
