// Compares the contract with the last released one, and holds its version to what has changed: what breaks a client
// asks for a new major version, what is new for a minor one, and words ask for nothing.
import { readFile } from 'node:fs/promises';
import { JSON_SCHEMA, load } from 'js-yaml';
import { changesBetween } from './oasdiff.ts';
import type { Change, Oasdiff } from './oasdiff.ts';
import { findUnkept, readReleases } from './releases.ts';
import type { Release } from './releases.ts';
import { describeChange, isBreaking, writeEmptyReport, writeRelease, writeReport } from './report.ts';
import { parseVersion, raised, riseOf } from './version.ts';

/** What came of it. */
export interface Outcome {
  readonly result: 'passed' | 'failed' | 'skipped';
  /** The changes as a page. */
  readonly report: string;
  /** What is wrong, and what to do about it; why there was no comparison; nothing when all is well. */
  readonly words: string;
}

/**
 * Compares the contract of the repository at `root`. Asks for oasdiff only when there is something to compare.
 * `releasing` is the version that is about to be kept, of which the changelog may speak already.
 */
export async function compareContract(
  root: URL,
  findOasdiff: () => Promise<Oasdiff>,
  releasing?: string,
): Promise<Outcome> {
  const releases = await readReleases(root);
  const unkept = (await findUnkept(root, releases)).filter((version) => version !== releasing);
  if (unkept.length > 0) return failed(unkeptWords(unkept));

  const now = await readVersion(new URL('openapi.yaml', root));
  const last = releases.at(-1);
  if (last === undefined) {
    const words = `Nothing has been released yet (contracts/ is empty), so ${now} has nothing to be compared with.`;
    return { result: 'passed', words, report: writeEmptyReport(words) };
  }
  const oasdiff = await findOasdiff();
  if ('missing' in oasdiff) {
    const words = `Skipped, the contract was not compared with ${last.name}: ${oasdiff.missing}.`;
    return { result: 'skipped', words, report: writeEmptyReport(words) };
  }
  const [contract, config] = [new URL('openapi.yaml', root), new URL('contracts/oasdiff.yaml', root)];
  const changes = await changesBetween(oasdiff.command, last.file, contract, config);
  const outcome = judge(changes, last, now, oasdiff.name);
  const history = await historyOf(releases, (before, after) =>
    changesBetween(oasdiff.command, before, after, config),
  );
  return { ...outcome, report: [outcome.report, ...history].join('\n') };
}

/** What each release changed, the newest first: on the day of a release, that is what people look for. */
async function historyOf(
  releases: readonly Release[],
  changesFrom: (before: URL, after: URL) => Promise<Change[]>,
): Promise<string[]> {
  const pairs = releases.slice(1).map((release, index) => [releases[index] ?? release, release] as const);
  const chapters = pairs.map(async ([before, after]) => {
    const changes = await changesFrom(before.file, after.file);
    // A sunset that is over by now was none when it was released.
    const lasting = changes.filter(({ id }) => !id.endsWith('sunset-date-too-small'));
    return writeRelease(after.name, before.name, lasting);
  });
  return (await Promise.all(chapters)).reverse();
}

/** The version that a contract gives itself. */
export async function readVersion(file: URL): Promise<string> {
  const { info } = load(await readFile(file, 'utf8'), { schema: JSON_SCHEMA }) as {
    info: { version: string };
  };
  return info.version;
}

function judge(changes: readonly Change[], last: Release, now: string, comparedBy: string): Outcome {
  const breaking = changes.filter(isBreaking);
  const asked = breaking.length > 0 ? 'major' : changes.length > 0 ? 'minor' : undefined;
  const rise = riseOf(last.version, parseVersion(now));
  const enough = rise === 'major' || (rise !== 'back' && (asked === undefined || asked === rise));
  const verdict =
    asked === undefined
      ? 'No change asks for another version.'
      : `The changes ask for a new ${asked} version, ${enough ? 'and this is one' : 'and this is none'}.`;
  const report = writeReport(changes, { before: last.name, now, verdict, comparedBy });
  if (enough) return { result: 'passed', words: '', report };

  if (rise === 'back') {
    const words = `openapi.yaml is at ${now}, and ${last.name} has been released. Raise its info.version.`;
    return { result: 'failed', words, report };
  }
  const listed = (asked === 'major' ? breaking : changes).map((change) => `  ✗ ${describeChange(change)}`);
  const next = raised(last.version, asked ?? 'minor');
  const words = [
    asked === 'major'
      ? `These changes break clients of ${last.name}, and openapi.yaml is at ${now}:`
      : `These changes are new since ${last.name}, and openapi.yaml is still at ${now}:`,
    ...new Set(listed),
    asked === 'major'
      ? `Take them back (deprecate first, see docs/guides/versioning.md), or raise info.version to ${next}. A finding that breaks nobody goes into contracts/accepted.txt.`
      : `Raise info.version in openapi.yaml to ${next}.`,
  ].join('\n');
  return { result: 'failed', words, report };
}

function failed(words: string): Outcome {
  return { result: 'failed', words, report: writeEmptyReport(words) };
}

function unkeptWords(versions: readonly string[]): string {
  return (
    `CHANGELOG.md says that ${versions.join(', ')} was released, and contracts/ does not have it. ` +
    'Run `npm run compatibility -- --release` at the commit of the release, and commit the file.'
  );
}
