// The permitted differences between the mock and the service. Every other step must match, and a step that matches must
// not be listed here.
import { contract } from '../../support/contract.ts';
import type { Difference } from './compare-responses.ts';

/** Steps whose responses differ, the differences, and why they cannot be fixed. */
export interface Exemption {
  readonly steps: readonly string[];
  readonly differs: readonly Difference[];
  readonly reason: string;
}

/** The differences between the mock and the service. */
export const mockExemptions: readonly Exemption[] = [
  {
    steps: ['come to the last page', 'find nothing'],
    differs: ['header link'],
    reason:
      'In OpenAPI a header belongs to a status and not to an example: each list of the mock has a `Link`.',
  },
  {
    steps: ['createTask 415', 'replaceTask 415', 'updateTask 415'],
    differs: ['header accept-encoding'],
    reason:
      'Likewise, each 415 of the mock has an `Accept-Encoding`. The service sends it for a compressed body only.',
  },
  {
    steps: ['send what is not JSON'],
    differs: ['status'],
    reason: 'Prism never answers a body that it cannot parse.',
  },
  {
    steps: ['break the encoding of an id'],
    differs: ['status'],
    reason: 'Prism decodes the id without a check, and crashes.',
  },
  {
    steps: ['send a title without end'],
    differs: ['status'],
    reason: 'For Prism a body has no size but that of its fields: it finds the title too long.',
  },
  {
    steps: ['accept nothing that there is'],
    differs: ['status'],
    reason: 'Prism has no response that such a client accepts, and returns a 500 of its own.',
  },
  {
    steps: ['accept JSON and get an error'],
    differs: ['status'],
    reason: 'For Prism `application/json` is not `application/problem+json`: it falls back to the success.',
  },
  {
    steps: ['misspell a parameter'],
    differs: ['status'],
    reason: 'Prism lets query parameters pass that the contract does not have.',
  },
  {
    steps: ['ask for the headers alone', 'ask for the methods'],
    differs: ['status'],
    reason: 'The service derives HEAD and OPTIONS from the contract; Prism knows what is written in it.',
  },
  {
    steps: ['misspell a path', 'use a method that there is not'],
    differs: ['problem type', 'body'],
    reason: 'What belongs to no operation has no example in the contract: Prism answers problems of its own.',
  },
];

/** The requests that the proxy changes before the service receives them. */
export const proxyExemptions: readonly Exemption[] = [
  {
    steps: contract.operations.map(({ id }) => `${id} 400`),
    differs: ['status'],
    reason: 'Prism serializes the query again, which repairs its broken encoding.',
  },
  {
    steps: ['createTask 413', 'replaceTask 413', 'updateTask 413'],
    differs: ['status'],
    reason: 'Prism serializes JSON again, without the whitespace that made it too large.',
  },
  {
    steps: ['create with a text for an object'],
    differs: ['status'],
    reason: 'Prism removes the quotes of the text and forwards invalid JSON: a 400.',
  },
  {
    steps: ['ask for the headers alone'],
    differs: ['status'],
    reason: 'Prism tries to parse the body, which the response to a HEAD does not have.',
  },
  {
    steps: ['send what is not JSON', 'break the encoding of an id'],
    differs: ['status'],
    reason: 'Prism fails before it asks the service, as it does as the mock.',
  },
];

/** What may differ in a step. */
export function exempt(exemptions: readonly Exemption[], step: string): readonly Difference[] {
  return exemptions.find(({ steps }) => steps.includes(step))?.differs ?? [];
}
