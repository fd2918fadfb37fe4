// Authentication and authorization as the `security` of each operation requires. They run before the body is read, so
// that an unauthenticated request costs little.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Contract } from '../contract/document.ts';
import type { User } from '../contract/request.ts';
import { operationOf } from '../contract/routing.ts';
import { clientNetwork } from '../http/client-address.ts';
import type { TrustedProxies } from '../http/client-address.ts';
import { ProblemError } from '../http/problem.ts';
import { mapMaybePromise } from './maybe-promise.ts';
import type { LimitInFlight } from './in-flight-limit.ts';
import type { Limit } from './rate-limit.ts';
import { IssuerUnreachableError } from './key-set.ts';
import { InvalidTokenError } from './token-verifier.ts';
import type { VerifyToken } from './token-verifier.ts';

export interface GuardOptions {
  readonly verifyToken: VerifyToken;
  /** The opaque tokens for each security scheme. An operation whose tokens are undefined is public. */
  readonly tokens: Readonly<Record<string, readonly string[] | undefined>>;
  /** Limits requests per subject. */
  readonly subjects: Limit;
  readonly limitInFlight: LimitInFlight;
  /** Limits long polls per subject. They do not count as in flight. */
  readonly limitLongPolls: LimitInFlight;
  readonly proxies: TrustedProxies;
  /** Limits failed authentications per network. */
  readonly failures: Limit;
}

/**
 * Admits requests that satisfy the `security` of their operation, and sets `request.user`. Sends problems: 401 and 403
 * with `WWW-Authenticate` (RFC 6750, section 3), 429, and 503 when the issuer is unreachable. Runs synchronously if the
 * token is cached and the rate limits are counted in memory. Throws if `options` lacks an opaque token that the
 * contract requires.
 */
export function guard({ operations, service }: Contract, options: GuardOptions): RequestHandler {
  const challenge = challengeFor(service.realm);
  for (const { id, access } of operations) {
    if (access.kind === 'token' && !(access.scheme in options.tokens))
      throw new Error(`${id} requires a token for the unknown security scheme ${access.scheme}`);
  }
  return (request, response, next) => {
    const { access, isLongPoll } = operationOf(request);
    if (access.kind !== 'public') keepPrivate(response);
    if (access.kind === 'user') {
      return mapMaybePromise(
        unmeasured(request, authenticate(request, response, challenge, options)),
        (user) => {
          request.user = user;
          return mapMaybePromise(unmeasured(request, options.subjects.admit(user.sub, response)), () => {
            (isLongPoll ? options.limitLongPolls : options.limitInFlight)(user.sub, response);
            authorize(user, access.scopes, challenge);
            next();
          });
        },
      );
    }
    if (access.kind === 'token') checkToken(request, options.tokens[access.scheme], challenge);
    next();
    return undefined;
  };
}

/** Excludes the wait for the keys that verify a token, or for Redis, from the cost of the request. */
function unmeasured<T>({ cost }: Request, value: T | Promise<T>): T | Promise<T> {
  if (!(value instanceof Promise)) return value;
  cost.pause();
  return value.finally(() => {
    cost.resume();
  });
}

/** Prevents shared caches from storing a response or serving it to another user (RFC 9111, sections 3 and 4.1). */
function keepPrivate(response: Response): void {
  const vary = response.getHeader('Vary');
  response.setHeader('Vary', vary === undefined ? 'Authorization' : `${String(vary)}, Authorization`);
  response.setHeader('Cache-Control', 'private, no-cache');
}

/** Creates a `WWW-Authenticate` challenge with these parameters. */
type Challenge = (parameters?: string) => string;

function challengeFor(realm: string): Challenge {
  return (parameters = '') => `Bearer realm="${realm}"${parameters}`;
}

function authenticate(
  request: Request,
  response: Response,
  challenge: Challenge,
  options: GuardOptions,
): User | Promise<User> {
  const token = bearerToken(request);
  const user =
    token === undefined
      ? Promise.reject(unauthorized(missingTokenDetail(request), challenge))
      : options.verifyToken(token);
  return user instanceof Promise
    ? user.catch((error: unknown) => reject(error, request, response, challenge, options))
    : user;
}

async function reject(
  error: unknown,
  request: Request,
  response: Response,
  challenge: Challenge,
  { failures, proxies }: GuardOptions,
): Promise<never> {
  const rejection = rejectionOf(error, challenge);
  // A token that cannot be verified counts as a failure too: while the issuer is unreachable, a forged token looks like
  // a token with a new key.
  const isFailure =
    error instanceof IssuerUnreachableError ||
    (rejection instanceof ProblemError &&
      rejection.details.type === 'urn:problem-type:task-manager-api:unauthorized');
  if (isFailure) await failures.admit(clientNetwork(request, proxies), response);
  throw rejection;
}

function rejectionOf(error: unknown, challenge: Challenge): unknown {
  if (error instanceof InvalidTokenError) return unauthorized(`${error.message}.`, challenge, true, error);
  if (error instanceof IssuerUnreachableError) {
    const detail = 'The token issuer is not responding, so the token cannot be verified.';
    return new ProblemError(
      { type: 'urn:problem-type:task-manager-api:service-unavailable', detail },
      { 'Retry-After': String(error.retryAfterSeconds) },
      error,
    );
  }
  return error;
}

function authorize(user: User, required: readonly string[], challenge: Challenge): void {
  if (required.every((scope) => user.scopes.has(scope))) return;
  const missing = required.filter((scope) => !user.scopes.has(scope));
  throw new ProblemError(
    {
      type: 'urn:problem-type:task-manager-api:insufficient-scope',
      detail: `This operation requires the scope ${missing.join(' ')}.`,
    },
    { 'WWW-Authenticate': challenge(`, error="insufficient_scope", scope="${required.join(' ')}"`) },
  );
}

function checkToken(request: Request, accepted: readonly string[] | undefined, challenge: Challenge): void {
  if (accepted === undefined) return;
  const given = bearerToken(request);
  if (given !== undefined && accepted.some((token) => isEqual(given, token))) return;
  const found =
    request.headers.authorization === undefined || given !== undefined
      ? ''
      : ` ${missingTokenDetail(request)}`;
  throw unauthorized(`/metrics requires the metrics token.${found}`, challenge, given !== undefined);
}

function unauthorized(
  detail: string,
  challenge: Challenge,
  isInvalid = false,
  cause?: unknown,
): ProblemError {
  // Without credentials in the request, the challenge has no error code (RFC 6750, section 3.1).
  const reason = isInvalid
    ? `, error="invalid_token", error_description="${detail.replaceAll('"', "'")}"`
    : '';
  return new ProblemError(
    { type: 'urn:problem-type:task-manager-api:unauthorized', detail },
    { 'WWW-Authenticate': challenge(reason) },
    cause,
  );
}

function bearerToken({ headers }: Request): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(headers.authorization ?? '')?.[1];
}

/** Describes the error in the Authorization header, without quoting a token. */
function missingTokenDetail({ headers }: Request): string {
  const { authorization = '' } = headers;
  if (authorization.trim() === '') return 'Send a bearer token in the Authorization header.';
  if (/^Bearer(?: |$)/i.test(authorization)) return 'The bearer token is missing or has invalid characters.';
  const [, scheme] = /^([A-Za-z][A-Za-z0-9-]{0,19}) +[^ ]/.exec(authorization) ?? [];
  return scheme === undefined
    ? 'The Authorization header has no scheme. Send "Bearer", a space and the token.'
    : `The Authorization header has the scheme ${scheme}. Use Bearer.`;
}

/** Compares two tokens in constant time. */
function isEqual(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
