// Who is calling, and what they may do: the contract's `security`, carried out. Before the body is read, so that
// a stranger costs little.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Contract, Operation } from '../contract/document.ts';
import { ProblemError } from '../contract/problem.ts';
import type { User } from '../contract/request.ts';
import { operationOf } from '../contract/routing.ts';
import { whenReady } from './when-ready.ts';
import { networkOf } from './network.ts';
import type { Limit } from './rate-limit.ts';
import { InvalidTokenError, IssuerUnreachableError } from './token-verifier.ts';
import type { VerifyToken } from './token-verifier.ts';

export interface GuardOptions {
  readonly verifyToken: VerifyToken;
  /** Guards the metrics when set. */
  readonly metricsToken: string | undefined;
  /** Counts the requests of a subject. */
  readonly limitRequests: Limit;
  /** Counts the failed authentications of an address. */
  readonly limitFailures: Limit;
}

const realm = 'realm="tasks"';

/** What an operation's `security` asks for. */
interface Requirement {
  readonly kind: 'user' | 'metrics token' | 'nothing';
  /** What a user's token has to allow. */
  readonly scopes: readonly string[];
}

/**
 * Lets a request pass that has what its operation's `security` asks for, and sets `request.user`. Throws problems:
 * 401 and 403 with `WWW-Authenticate` (RFC 6750, section 3), 429, and 503 when the issuer cannot be asked. For a token
 * that is remembered, and a count in memory, it does not wait.
 */
export function guard({ operations }: Contract, options: GuardOptions): RequestHandler {
  const requirements = new Map(operations.map((operation) => [operation, requirementOf(operation)]));
  return (request, response, next) => {
    const operation = operationOf(request);
    const requirement = requirements.get(operation);
    if (requirement === undefined) throw new Error(`Nobody knows who may call ${operation.id}`);
    if (requirement.kind === 'user') {
      return whenReady(authenticate(request, response, options), (user) => {
        request.user = user;
        return whenReady(options.limitRequests(user.sub, response), () => {
          authorize(user, requirement.scopes);
          next();
        });
      });
    }
    if (requirement.kind === 'metrics token') checkMetricsToken(request, options.metricsToken);
    next();
    return undefined;
  };
}

function requirementOf({ security }: Operation): Requirement {
  const isWanted = (scheme: string): boolean => security.some((alternative) => scheme in alternative);
  return {
    kind: isWanted('bearerAuth') ? 'user' : isWanted('metricsToken') ? 'metrics token' : 'nothing',
    scopes: security.flatMap((alternative) => alternative['bearerAuth'] ?? []),
  };
}

function authenticate(request: Request, response: Response, options: GuardOptions): User | Promise<User> {
  const token = bearerToken(request);
  const user =
    token === undefined
      ? Promise.reject(unauthorized('Send a bearer token in the Authorization header.'))
      : options.verifyToken(token);
  return user instanceof Promise
    ? user.catch((error: unknown) => refuse(error, request, response, options))
    : user;
}

async function refuse(
  error: unknown,
  request: Request,
  response: Response,
  { limitFailures }: GuardOptions,
): Promise<never> {
  const refusal = refusalOf(error);
  const isFailure = refusal instanceof ProblemError && refusal.details.type === '/docs/problems#unauthorized';
  if (isFailure) await limitFailures(networkOf(request.ip ?? ''), response);
  throw refusal;
}

function refusalOf(error: unknown): unknown {
  if (error instanceof InvalidTokenError) return unauthorized(`${error.message}.`, true, error);
  if (error instanceof IssuerUnreachableError) {
    const detail = 'The token issuer is not responding, so the token cannot be verified.';
    return new ProblemError(
      { type: '/docs/problems#service-unavailable', detail },
      { 'Retry-After': '5' },
      error,
    );
  }
  return error;
}

function authorize(user: User, wanted: readonly string[]): void {
  if (wanted.every((scope) => user.scopes.has(scope))) return;
  const missing = wanted.filter((scope) => !user.scopes.has(scope));
  throw new ProblemError(
    {
      type: '/docs/problems#insufficient-scope',
      detail: `This operation requires the scope ${missing.join(' ')}.`,
    },
    { 'WWW-Authenticate': `Bearer ${realm}, error="insufficient_scope", scope="${wanted.join(' ')}"` },
  );
}

function checkMetricsToken(request: Request, expected: string | undefined): void {
  if (expected === undefined) return;
  const given = bearerToken(request);
  if (given !== undefined && sameText(given, expected)) return;
  throw unauthorized('/metrics requires the metrics token.', given !== undefined);
}

function unauthorized(detail: string, invalid = false, cause?: unknown): ProblemError {
  // Without credentials in the request there is no error code to give (RFC 6750, section 3.1).
  const reason = invalid ? `, error="invalid_token", error_description="${detail.replaceAll('"', "'")}"` : '';
  return new ProblemError(
    { type: '/docs/problems#unauthorized', detail },
    { 'WWW-Authenticate': `Bearer ${realm}${reason}` },
    cause,
  );
}

function bearerToken({ headers }: Request): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(headers.authorization ?? '')?.[1];
}

/** Compares in a time that tells nothing about the texts. */
function sameText(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
