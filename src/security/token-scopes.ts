// Issuers name scopes differently: the claim, its form and a prefix (docs/guides/identity-providers.md).

export interface ScopeRules {
  /** The claims that contain scopes: a string of scopes separated by spaces, or an array of scopes. */
  readonly scopeClaims: readonly string[];
  /** The prefix of all scopes of this API, for example `api://tasks/`. Empty if scopes have no prefix. */
  readonly scopePrefix: string;
}

/** The scopes in the claims of a token, without their prefix. Scopes without the prefix are ignored. */
export function scopesIn(
  claims: Readonly<Record<string, unknown>>,
  { scopeClaims, scopePrefix }: ScopeRules,
): Set<string> {
  const scopes = scopeClaims.flatMap((name) => (Object.hasOwn(claims, name) ? listOf(claims[name]) : []));
  return new Set(
    scopes.filter((scope) => scope.startsWith(scopePrefix)).map((scope) => scope.slice(scopePrefix.length)),
  );
}

function listOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ');
  return Array.isArray(value) ? value.filter((scope) => typeof scope === 'string') : [];
}
