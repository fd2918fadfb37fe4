// CHANGELOG.md, by Keep a Changelog: a heading a version, the newest first, and above them what is not released.

const unreleased = /^## \[Unreleased\]\n/m;

/** Gives what is unreleased the heading of a version. Throws when there is nothing to release, or it was before. */
export function release(changelog: string, version: string, day: string): string {
  if (sectionOf(changelog, version) !== undefined) throw new Error(`CHANGELOG.md has ${version} already.`);
  const notes = sectionOf(changelog, 'Unreleased');
  if (notes === undefined) throw new Error('CHANGELOG.md has no heading `## [Unreleased]`.');
  if (notes === '')
    throw new Error('CHANGELOG.md says of nothing that it is unreleased. Say there what is new.');
  return changelog.replace(unreleased, (heading) => `${heading}\n## [${version}] - ${day}\n`);
}

/** What the changelog says of a version. Throws when it says nothing. */
export function notesOf(changelog: string, version: string): string {
  const notes = sectionOf(changelog, version);
  if (notes === undefined || notes === '') throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  return notes;
}

function sectionOf(changelog: string, name: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${name}]`));
  return section?.slice(section.indexOf('\n')).trim();
}
