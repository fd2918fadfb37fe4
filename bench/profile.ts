// What the service spends its time on: a CPU profile by V8, summed up by package and room.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sample } from './field.ts';
import type { OperationName } from './operations.ts';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const most = 25;

/** For Node, to write a profile into a folder when it ends. */
export function profileArguments(folder: string): string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

/** Prints where the time went: each part's own time, less what it called. */
export function printProfile(
  folder: string,
  figures: Readonly<Partial<Record<OperationName, Sample>>>,
  [operation]: readonly OperationName[],
): void {
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) throw new Error('Node wrote no profile');
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
  const cpu = operation && figures[operation]?.cpu;
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parts = new Map<string, number>();
  const functions = new Map<string, number>();
  let total = 0;
  for (const [index, id] of profile.samples.entries()) {
    const frame = frames.get(id);
    const time = profile.timeDeltas[index] ?? 0;
    if (frame === undefined || frame.functionName === '(idle)') continue;
    total += time;
    const part = partOf(frame);
    parts.set(part, (parts.get(part) ?? 0) + time);
    const name = `${frame.functionName || '(anonymous)'} ${part}`;
    functions.set(name, (functions.get(name) ?? 0) + time);
  }
  const tell = (title: string, times: ReadonlyMap<string, number>): void => {
    console.log(`\n${title}`);
    for (const [name, time] of [...times].sort(([, one], [, other]) => other - one).slice(0, most)) {
      const share = time / total;
      const micros = cpu === undefined ? '' : `${(share * cpu).toFixed(1).padStart(8)} µs`;
      console.log(`${(share * 100).toFixed(1).padStart(6)} %${micros}  ${name}`);
    }
  };
  tell('Own time by part', parts);
  tell('Own time by function', functions);
}

/** A package, a file of ours, a module of Node, or what V8 calls its own. */
function partOf({ functionName, url }: { functionName: string; url: string }): string {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (inPackage !== undefined) return inPackage;
  const ours = /\/((?:src|generated|bench)\/.*)$/.exec(url)?.[1];
  if (ours !== undefined) return ours;
  if (url.startsWith('node:')) return url;
  return url === '' ? `(V8 ${functionName.startsWith('(') ? functionName.slice(1, -1) : 'built in'})` : url;
}
