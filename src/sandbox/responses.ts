// The stage of the sandbox between authentication and validation: it sends the responses that `Prefer` requests, and
// simulates outages, latency and random errors. All other requests continue as in the service.
import { setTimeout as wait } from 'node:timers/promises';
import type { Request, RequestHandler } from 'express';
import { operationOf } from '../contract/routing.ts';
import { ProblemError } from '../http/problem.ts';
import type { Clock } from '../resource/owner/account.ts';
import type { DocumentedResponses } from './documented-responses.ts';
import type { Outage } from './outage.ts';
import { readPreferences } from './prefer.ts';
import type { Preferences } from './prefer.ts';
import { integerBetween, oneOf, seededRandom } from './random.ts';

/** The maximum delay that a client can request, in milliseconds. */
export const maxDelayMs = 60_000;

/** The errors that can happen to any request. The sandbox sends those that the contract documents for the operation. */
const randomErrors = [429, 500, 503];

export interface Conditions {
  /** The delay of each user request, in milliseconds. */
  readonly latency: readonly [min: number, max: number];
  /** The share of user requests that result in an error, from 0 to 1. */
  readonly errorRate: number;
}

export interface ResponseStage {
  readonly handle: RequestHandler;
  /** Restarts the series of delays and errors. */
  reset(): void;
}

/** Creates the stage. */
export function responseStage(
  documented: DocumentedResponses,
  outage: Outage,
  { latency: [minMs, maxMs], errorRate }: Conditions,
  clock: Clock,
): ResponseStage {
  let random = seededRandom(0);

  /** The status of a random error, or undefined. */
  function drawError(request: Request): number | undefined {
    const isHit = random() < errorRate;
    const [first, ...rest] = documented
      .statuses(operationOf(request))
      .filter((status) => randomErrors.includes(status));
    return isHit && first !== undefined ? oneOf(random, [first, ...rest]) : undefined;
  }

  return {
    reset() {
      random = seededRandom(0);
    },
    async handle(request, response, next) {
      const operation = operationOf(request);
      const isByUser = operation.access.kind === 'user';
      const preferences = readPreferences(request.get('Prefer'));
      const wanted = requested(preferences, request, documented);
      // Drawn before the wait, so that the series depends only on the order of the requests.
      const latencyMs = isByUser ? integerBetween(random, minMs, maxMs) : 0;
      const error = isByUser ? drawError(request) : undefined;
      const delayMs = wanted.delayMs ?? latencyMs;
      if (delayMs > 0) {
        request.cost.pause();
        await wait(delayMs);
        request.cost.resume();
      }
      const now = clock();
      const current = outage.at(now);
      if (current?.kind === 'disconnect' && isByUser) {
        request.socket.destroy();
        return;
      }
      if (
        current?.kind === 'unavailable' &&
        wanted.status === undefined &&
        documented.statuses(operation).includes(503)
      ) {
        response.setHeader('Retry-After', Math.ceil((current.untilMs - now) / 1000));
        documented.send(503, undefined, request, response);
        return;
      }
      const status = wanted.status ?? error;
      if (status === undefined) next();
      else documented.send(status, wanted.example, request, response);
    },
  };
}

interface Requested {
  readonly status: number | undefined;
  readonly example: string | undefined;
  readonly delayMs: number | undefined;
}

/** Interprets the preferences of a request. Throws a 422 problem that lists the alternatives. */
function requested(
  { code, example, delay }: Preferences,
  request: Request,
  documented: DocumentedResponses,
): Requested {
  const operation = operationOf(request);
  const statuses = documented.statuses(operation);
  if (code !== undefined && !statuses.includes(Number(code)))
    throw invalidPreference(`code must be one of the documented statuses: ${statuses.join(', ')}`);
  const delayMs = delay === undefined ? undefined : Number(delay);
  if (delay !== undefined && !(/^\d{1,5}$/.test(delay) && Number(delay) <= maxDelayMs))
    throw invalidPreference(`delay must be a number of milliseconds from 0 to ${maxDelayMs}`);
  const status = code === undefined ? undefined : Number(code);
  if (example === undefined) return { status, example, delayMs };
  const names = documented.examples(operation, status);
  if (!names.includes(example))
    throw invalidPreference(`example must be one of the documented examples: ${names.join(', ')}`);
  return { status: status ?? documented.statusOf(operation, example), example, delayMs };
}

function invalidPreference(detail: string): ProblemError {
  return new ProblemError({
    type: 'urn:problem-type:task-manager-api:validation-failed',
    detail: 'The request has 1 validation error.',
    errors: [{ location: 'header', name: 'Prefer', code: 'enum', detail }],
  });
}
