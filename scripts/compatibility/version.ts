// Semantic versions with three numbers. A pre-release is treated as the release that it precedes.

/** A version's major, minor and patch number. */
export type Version = readonly [major: number, minor: number, patch: number];

/** The most significant number that increased; `decrease` if the version decreased. */
export type Increase = 'major' | 'minor' | 'patch' | 'none' | 'decrease';

/** Parses a version. Throws if it is invalid. */
export function parseVersion(text: string): Version {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)(?:[-+][0-9A-Za-z.+-]+)?$/.exec(text) ?? [];
  if (patch === undefined) throw new Error(`"${text}" is not a semantic version such as 1.2.3.`);
  return [Number(major), Number(minor), Number(patch)];
}

/** Compares versions for `sort`, which then puts the oldest first. */
export function compareVersions(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

/** How the version `now` differs from the version `before`. */
export function increaseBetween(before: Version, now: Version): Increase {
  if (compareVersions(now, before) < 0) return 'decrease';
  if (now[0] > before[0]) return 'major';
  if (now[1] > before[1]) return 'minor';
  return now[2] > before[2] ? 'patch' : 'none';
}

/** The next major or minor version. */
export function nextVersion([major, minor]: Version, increase: 'major' | 'minor'): string {
  return increase === 'major' ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
}
