// Who is calling, and what they may do: the contract's `security`, carried out. Before the body is read, so that
// a stranger costs little.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { ProblemError } from '../contract/problem.ts';
import { operationOf } from '../contract/routing.ts';
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

/**
 * Lets a request pass that has what its operation's `security` asks for, and sets `request.user`. Throws problems:
 * 401 and 403 with `WWW-Authenticate` (RFC 6750, section 3), 429, and 503 when the issuer cannot be asked.
 */
export function guard(options: GuardOptions): RequestHandler {
  return async (request, response, next) => {
    const requirements = operationOf(request).security;
    if (requirements.some((alternative) => 'bearerAuth' in alternative)) {
      await authenticate(request, response, options);
      authorize(request);
    } else if (requirements.some((alternative) => 'metricsToken' in alternative)) {
      checkMetricsToken(request, options.metricsToken);
    }
    next();
  };
}

async function authenticate(request: Request, response: Response, options: GuardOptions): Promise<void> {
  try {
    const token = bearerToken(request);
    if (token === undefined) throw unauthorized('Send a bearer token in the Authorization header.');
    const user = options.verifyToken(token);
    request.user = user instanceof Promise ? await user : user;
  } catch (error) {
    const refusal = refusalOf(error);
    const isFailure =
      refusal instanceof ProblemError && refusal.particulars.type === '/docs/problems#unauthorized';
    if (isFailure) await options.limitFailures(request.ip ?? '', response);
    throw refusal;
  }
  await options.limitRequests(request.user.sub, response);
}

function refusalOf(error: unknown): unknown {
  if (error instanceof InvalidTokenError) return unauthorized(`${error.message}.`, true, error);
  if (error instanceof IssuerUnreachableError) {
    const detail = 'The issuer of the tokens does not answer, so yours cannot be checked.';
    return new ProblemError(
      { type: '/docs/problems#service-unavailable', detail },
      { 'Retry-After': '5' },
      error,
    );
  }
  return error;
}

function authorize(request: Request): void {
  const wanted = operationOf(request).security.flatMap((alternative) => alternative['bearerAuth'] ?? []);
  const missing = wanted.filter((scope) => request.user?.scopes.has(scope) !== true);
  if (missing.length === 0) return;
  throw new ProblemError(
    { type: '/docs/problems#forbidden', detail: `This operation wants the scope ${missing.join(' ')}.` },
    { 'WWW-Authenticate': `Bearer ${realm}, error="insufficient_scope", scope="${wanted.join(' ')}"` },
  );
}

function checkMetricsToken(request: Request, expected: string | undefined): void {
  if (expected === undefined) return;
  const given = bearerToken(request);
  if (given !== undefined && sameText(given, expected)) return;
  throw unauthorized('The metrics want their own bearer token.', given !== undefined);
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
