// The contract itself, for download: the file as it stands, and the same as JSON.
import type { Contract } from './document.ts';
import { matchesEntityTag } from '../http/entity-tag.ts';
import type { Handlers } from './operation.ts';

/** The handlers of the contract's downloads. */
export function contractHandlers(contract: Contract): Pick<Handlers, 'getContractYaml' | 'getContractJson'> {
  const { yaml, json, etags } = contract;
  const document = JSON.parse(json) as {
    openapi: string;
    info: Record<string, unknown>;
    paths: Record<string, unknown>;
  };
  return {
    getContractYaml: async ({ headers }) =>
      matchesEntityTag(headers['If-None-Match'], etags.yaml)
        ? { status: 304, headers: { ETag: etags.yaml } }
        : { status: 200, headers: { ETag: etags.yaml }, body: yaml },

    getContractJson: async ({ headers }) =>
      matchesEntityTag(headers['If-None-Match'], etags.json)
        ? { status: 304, headers: { ETag: etags.json } }
        : { status: 200, headers: { ETag: etags.json }, body: document },
  };
}
