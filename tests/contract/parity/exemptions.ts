// Where the mock and the service may differ, and in what. A step that is not here has to be the same; one that is
// here and has come to be the same has to leave.
import { contract } from '../../support/contract.ts';
import type { Difference } from './observation.ts';

/** Steps whose answers differ, what differs in them, and why it cannot be mended. */
export interface Exemption {
  readonly steps: readonly string[];
  readonly differs: readonly Difference[];
  readonly reason: string;
}

/** Where the mock differs from the service. */
export const mockExemptions: readonly Exemption[] = [
  {
    steps: ['come to the last page', 'find nothing'],
    differs: ['header link'],
    reason:
      'In OpenAPI a header belongs to a status and not to an example: each list of the mock has a `Link`.',
  },
  {
    steps: ['send what is not JSON'],
    differs: ['status'],
    reason: 'Prism never answers a body that it cannot parse.',
  },
  {
    steps: ['break the encoding of an id'],
    differs: ['status'],
    reason: 'Prism decodes the id without a second thought, and ends.',
  },
  {
    steps: ['send a title without end'],
    differs: ['status'],
    reason: 'For Prism a body has no size but that of its fields: it finds the title too long.',
  },
  {
    steps: ['accept nothing that there is'],
    differs: ['status'],
    reason: 'Prism has no answer that such a client takes, and says so with a 500 of its own making.',
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

/** Where the proxy changes a request on its way, so that the service answers another one. */
export const proxyExemptions: readonly Exemption[] = [
  {
    steps: contract.operations.map(({ id }) => `${id} 400`),
    differs: ['status'],
    reason: 'Prism writes the query anew, and its broken encoding is whole again.',
  },
  {
    steps: ['createTask 413', 'replaceTask 413', 'updateTask 413'],
    differs: ['status'],
    reason: 'Prism writes JSON anew, without the blanks that made it too large.',
  },
  {
    steps: ['create with a text for an object'],
    differs: ['status'],
    reason: 'Prism takes the text out of its quotes, and what it sends on is not JSON: a 400.',
  },
  {
    steps: ['ask for the headers alone'],
    differs: ['status'],
    reason: 'Prism wants to parse the body that the answer to a HEAD does not have.',
  },
  {
    steps: ['send what is not JSON', 'break the encoding of an id'],
    differs: ['status'],
    reason: 'Prism does not come to asking the service, as when it is the mock.',
  },
];

/** What may differ in a step. */
export function exempt(exemptions: readonly Exemption[], step: string): readonly Difference[] {
  return exemptions.find(({ steps }) => steps.includes(step))?.differs ?? [];
}
