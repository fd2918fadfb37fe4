// Compares the contract with the last release and checks its version. A breaking change requires a new major version, an
// addition requires a new minor version, and a change in wording requires no new version.
import { readFile } from 'node:fs/promises';
import { JSON_SCHEMA, load } from 'js-yaml';
import { changesBetween } from './oasdiff.ts';
import type { Change, Oasdiff } from './oasdiff.ts';
import { findMissingReleases, readReleases } from './releases.ts';
import type { Release } from './releases.ts';
import { describeChange, isBreaking, writeEmptyReport, writeRelease, writeReport } from './report.ts';
import { nextVersion, parseVersion, increaseBetween } from './version.ts';

export interface Outcome {
  readonly result: 'passed' | 'failed' | 'skipped';
  /** The changes in Markdown. */
  readonly report: string;
  /** The errors with a remedy, or why there was no comparison. Empty after a successful comparison. */
  readonly message: string;
}

/**
 * Compares the contract of the repository at `root`. Calls `findOasdiff` only if there is a release to compare with.
 * `releasing` is the version about to be stored. The changelog may list it before contracts/ contains it.
 */
export async function compareContract(
  root: URL,
  findOasdiff: () => Promise<Oasdiff>,
  releasing?: string,
): Promise<Outcome> {
  const releases = await readReleases(root);
  const missing = (await findMissingReleases(root, releases)).filter((version) => version !== releasing);
  if (missing.length > 0) return failed(missingMessage(missing));

  const now = await readVersion(new URL('openapi.yaml', root));
  const last = releases.at(-1);
  if (last === undefined) {
    const message = `Nothing has been released yet (contracts/ is empty), so ${now} cannot be compared.`;
    return { result: 'passed', message, report: writeEmptyReport(message) };
  }
  const oasdiff = await findOasdiff();
  if ('missing' in oasdiff) {
    const message = `Skipped the comparison with ${last.name}: ${oasdiff.missing}.`;
    return { result: 'skipped', message, report: writeEmptyReport(message) };
  }
  const [contract, config] = [new URL('openapi.yaml', root), new URL('contracts/oasdiff.yaml', root)];
  const changes = await changesBetween(oasdiff.command, last.file, contract, config);
  const outcome = judge(changes, last, now, oasdiff.name);
  const history = await historyOf(releases, (before, after) =>
    changesBetween(oasdiff.command, before, after, config),
  );
  return { ...outcome, report: [outcome.report, ...history].join('\n') };
}

/** The changes in each release, the newest release first. */
async function historyOf(
  releases: readonly Release[],
  changesFrom: (before: URL, after: URL) => Promise<Change[]>,
): Promise<string[]> {
  const pairs = releases.slice(1).map((release, index) => [releases[index] ?? release, release] as const);
  const chapters = pairs.map(async ([before, after]) => {
    const changes = await changesFrom(before.file, after.file);
    // oasdiff compares sunset dates with today. A date that has passed since the release was valid then.
    const lasting = changes.filter(({ id }) => !id.endsWith('sunset-date-too-small'));
    return writeRelease(after.name, before.name, lasting);
  });
  return (await Promise.all(chapters)).reverse();
}

/** The `info.version` of a contract. */
export async function readVersion(file: URL): Promise<string> {
  const { info } = load(await readFile(file, 'utf8'), { schema: JSON_SCHEMA }) as {
    info: { version: string };
  };
  return info.version;
}

function judge(changes: readonly Change[], last: Release, now: string, comparedBy: string): Outcome {
  const breaking = changes.filter(isBreaking);
  const required = breaking.length > 0 ? 'major' : changes.length > 0 ? 'minor' : undefined;
  const increase = increaseBetween(last.version, parseVersion(now));
  const enough =
    increase === 'major' || (increase !== 'decrease' && (required === undefined || required === increase));
  const verdict =
    required === undefined
      ? 'No change requires a new version.'
      : `The changes require a new ${required} version, and ${now} is ${enough ? '' : 'not '}one.`;
  const report = writeReport(changes, { before: last.name, now, verdict, comparedBy });
  if (enough) return { result: 'passed', message: '', report };

  if (increase === 'decrease') {
    const message = `openapi.yaml is at ${now}, but ${last.name} has already been released. Raise info.version in openapi.yaml.`;
    return { result: 'failed', message, report };
  }
  const listed = (required === 'major' ? breaking : changes).map((change) => `  ✗ ${describeChange(change)}`);
  const next = nextVersion(last.version, required ?? 'minor');
  const message = [
    required === 'major'
      ? `These changes break clients of ${last.name}, so they need a new major version, but openapi.yaml is at ${now}:`
      : `These changes since ${last.name} need a new minor version, but openapi.yaml is at ${now}:`,
    ...new Set(listed),
    required === 'major'
      ? `Revert them (deprecate first, see docs/guides/versioning.md), or raise info.version in openapi.yaml to ${next}. If one of them cannot break a client, add it to contracts/accepted.txt.`
      : `Raise info.version in openapi.yaml to ${next}.`,
  ].join('\n');
  return { result: 'failed', message, report };
}

function failed(message: string): Outcome {
  return { result: 'failed', message, report: writeEmptyReport(message) };
}

function missingMessage(versions: readonly string[]): string {
  return (
    `CHANGELOG.md lists released versions whose contract is missing from contracts/: ${versions.join(', ')}. ` +
    'Run `npm run compatibility -- --release` at the commit of each release, and commit the file that it stores.'
  );
}
