// Semantic versions, as far as a contract needs them: three numbers. A pre-release counts as the version that it is
// on the way to.

/** A version's major, minor and patch number. */
export type Version = readonly [major: number, minor: number, patch: number];

/** How far a version is from the one before. */
export type Rise = 'major' | 'minor' | 'patch' | 'none' | 'back';

/** Reads a version. Throws when the text is none. */
export function parseVersion(text: string): Version {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)(?:[-+][0-9A-Za-z.+-]+)?$/.exec(text) ?? [];
  if (patch === undefined) throw new Error(`"${text}" is no semantic version such as 1.2.3.`);
  return [Number(major), Number(minor), Number(patch)];
}

/** Sorts versions, the older first. */
export function compareVersions(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

/** How the version rose. */
export function riseOf(before: Version, now: Version): Rise {
  if (compareVersions(now, before) < 0) return 'back';
  if (now[0] > before[0]) return 'major';
  if (now[1] > before[1]) return 'minor';
  return now[2] > before[2] ? 'patch' : 'none';
}

/** The version that a rise leads to, as text. */
export function raised([major, minor]: Version, rise: 'major' | 'minor'): string {
  return rise === 'major' ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
}
