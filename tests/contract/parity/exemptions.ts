// The permitted differences between the mock and the service. Every other step must match, and a step that matches must
// not be listed here.
import { contract } from '../../support/contract.ts';
import type { Difference } from './compare-responses.ts';
import type { Step, TestResponse } from './step.ts';

/** Steps whose responses differ, the differences, and why they cannot be fixed. */
export interface Exemption {
  readonly steps: readonly string[];
  readonly differs: readonly Difference[];
  readonly reason: string;
}

/** The operations with a body. */
const withBody = contract.operations
  .filter(({ requestBodies }) => requestBodies.size > 0)
  .map(({ id }) => id);

/** The differences between the mock and the service. */
export const mockExemptions: readonly Exemption[] = [
  {
    steps: withBody.map((id) => `${id} 415`),
    differs: ['header accept-encoding'],
    reason:
      'In OpenAPI, a header belongs to a status, not to an example, so every 415 from the mock has an `Accept-Encoding`. ' +
      'The service sends one only for a compressed body.',
  },
  {
    steps: ['send invalid JSON'],
    differs: ['status'],
    reason: 'Prism never responds to a body that it cannot parse.',
  },
  {
    steps: ['read an id with invalid percent-encoding'],
    differs: ['status'],
    reason: 'Prism decodes the id without checking it, and crashes.',
  },
  {
    steps: ['send an oversized title'],
    differs: ['status'],
    reason:
      'Prism does not limit the size of a body, only the length of its fields, so it reports that the title is too long.',
  },
  {
    steps: ['accept only an unavailable media type'],
    differs: ['status'],
    reason: 'Prism has no response with a media type that this client accepts, and returns its own 500.',
  },
  {
    steps: ['accept only JSON and cause an error'],
    differs: ['status'],
    reason:
      'To Prism, `application/json` does not match `application/problem+json`, so it falls back to the successful response.',
  },
  {
    steps: ['misspell a parameter'],
    differs: ['status'],
    reason: 'Prism accepts query parameters that the contract does not define.',
  },
  {
    steps: ['request the headers only', 'request the methods'],
    differs: ['status'],
    reason:
      'The service derives HEAD and OPTIONS from the contract. Prism knows only the operations that the contract lists.',
  },
  {
    steps: ['misspell a path', 'use an unsupported method'],
    differs: ['problem type', 'body'],
    reason:
      'Requests without an operation have no example in the contract, so Prism returns its own problems.',
  },
];

/** The requests that the proxy changes before the service receives them. */
export const proxyExemptions: readonly Exemption[] = [
  {
    steps: contract.operations.map(({ id }) => `${id} 400`),
    differs: ['status'],
    reason: 'Prism serializes the query again, which repairs its invalid percent-encoding.',
  },
  {
    steps: withBody.map((id) => `${id} 413`),
    differs: ['status'],
    reason: 'Prism serializes the JSON again, without the whitespace that made the body too large.',
  },
  {
    steps: ['create with a string instead of an object'],
    differs: ['status'],
    reason: 'Prism removes the quotes of the string and forwards invalid JSON, which causes a 400.',
  },
  {
    steps: ['request the headers only'],
    differs: ['status'],
    reason: 'Prism tries to parse a body, but the response to a HEAD request has none.',
  },
  {
    steps: ['send invalid JSON', 'read an id with invalid percent-encoding'],
    differs: ['status'],
    reason: 'Prism fails before it forwards the request, as it does when it runs as the mock.',
  },
];

/** The permitted differences in the responses to a step. */
export function exempt(exemptions: readonly Exemption[], step: string): readonly Difference[] {
  return exemptions.find(({ steps }) => steps.includes(step))?.differs ?? [];
}

/** The permitted differences of the mock. Likewise, every page of the mock has a `Link`: the service's last page has none. */
export function exemptOfMock(
  { name, status }: Step,
  byService: TestResponse | undefined,
): readonly Difference[] {
  const isLastPage = status === 200 && byService?.text.endsWith('"nextCursor":null}') === true;
  return isLastPage ? ['header link'] : exempt(mockExemptions, name);
}
