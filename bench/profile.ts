// Shows where the service spends its time: a V8 CPU profile, summed by package and directory.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './subjects.ts';
import { table } from './report.ts';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  /** The microseconds between each sample and the one before it. */
  readonly timeDeltas: readonly number[];
}

const maxRows = 25;
const ours = `${pathToFileURL(root).href}/`;

/** Node options that write a profile into a directory on exit. */
export function profileArguments(folder: string): string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

/** Prints the self time of each part and function after start-up. */
export function printProfile(
  folder: string,
  { startMs, cpu }: { readonly startMs: number; readonly cpu: number | undefined },
): void {
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) throw new Error('Node did not write a profile.');
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parts = new Map<string, number>();
  const functions = new Map<string, number>();
  let now = 0;
  let total = 0;
  for (const [index, id] of profile.samples.entries()) {
    const frame = frames.get(id);
    const time = profile.timeDeltas[index] ?? 0;
    now += time;
    if (frame === undefined || frame.functionName === '(idle)' || now < startMs * 1000) continue;
    total += time;
    const part = partOf(frame);
    const name = `${frame.functionName || '(anonymous)'} in ${part}`;
    parts.set(part, (parts.get(part) ?? 0) + time);
    functions.set(name, (functions.get(name) ?? 0) + time);
  }
  for (const [title, times] of [
    ['self time by part', parts],
    ['self time by function', functions],
  ] as const) {
    const rows = [...times].sort(([, one], [, other]) => other - one).slice(0, maxRows);
    const shares = table(
      [title, '%', 'µs'],
      rows.map(([name, time]) => [
        name,
        ((time / total) * 100).toFixed(1),
        cpu === undefined ? '–' : ((time / total) * cpu).toFixed(1),
      ]),
    );
    console.log(`\n${shares}`);
  }
}

/** The part that a function belongs to: a package, a directory of src/, a part of Node or a part of V8. */
function partOf({ functionName, url }: { functionName: string; url: string }): string {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (inPackage !== undefined) return inPackage;
  if (url.startsWith(ours)) return url.slice(ours.length).split('/').slice(0, 2).join('/');
  if (/^node:_http|^node:internal\/http|^node:url|^node:querystring/.test(url)) return 'Node: HTTP';
  if (/^node:(?:internal\/)?(?:net|stream|event|timer|buffer|js_stream|async|process|util|abort)/.test(url))
    return 'Node: sockets, streams, events, timers';
  if (/^node:(?:internal\/)?crypto/.test(url)) return 'Node: crypto';
  if (url.startsWith('node:') || url.startsWith('wasm:')) return 'Node: other';
  if (functionName === '(garbage collector)') return 'V8: garbage collection';
  return functionName.startsWith('(') ? 'V8: outside JavaScript' : 'Node: in C++';
}
