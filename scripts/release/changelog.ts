// CHANGELOG.md in the format of Keep a Changelog: a heading per version, the newest first, after "Unreleased".

const unreleased = /^## \[Unreleased\]\n/m;

/**
 * Moves the unreleased notes to a new version. Throws if the version already has a section, or if there are no notes and
 * `otherwise` is empty.
 */
export function release(changelog: string, version: string, day: string, otherwise = ''): string {
  if (sectionOf(changelog, version) !== undefined)
    throw new Error(`CHANGELOG.md already has a section for ${version}.`);
  const notes = sectionOf(changelog, 'Unreleased');
  if (notes === undefined) throw new Error('CHANGELOG.md has no heading `## [Unreleased]`.');
  if (notes === '' && otherwise === '')
    throw new Error('CHANGELOG.md has no unreleased notes. Describe the changes under `## [Unreleased]`.');
  const replacement = notes === '' ? `\n${otherwise}\n` : '';
  return changelog.replace(unreleased, (heading) => `${heading}\n## [${version}] - ${day}\n${replacement}`);
}

/** The notes of a version. Throws if there are none. */
export function notesOf(changelog: string, version: string): string {
  const notes = sectionOf(changelog, version);
  if (notes === undefined || notes === '') throw new Error(`CHANGELOG.md has no notes on ${version}.`);
  return notes;
}

function sectionOf(changelog: string, name: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${name}]`));
  return section?.slice(section.indexOf('\n')).trim();
}
