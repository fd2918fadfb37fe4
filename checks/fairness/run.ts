// Proves that one caller cannot harm the others (`npm run check:fairness`). A well-behaved user sends a steady load to a
// service in production mode with the default limits, first alone and then together with one hostile client at a time
// (load-shapes.ts). The check fails if the user's latency, the user's failures or the memory exceed their bounds
// (bounds.ts). A shape that exceeds a bound is measured once more, because a shared machine can stall. One shape also runs
// without its limit, and must then exceed a bound: otherwise the check could not detect that a limit is missing.
import { readArguments } from '../../scripts/tools/arguments.ts';
import { startControl } from './control-server.ts';
import { postgresEngine, sqliteEngine } from './engines.ts';
import type { Engine } from './engines.ts';
import { exceededBounds, MAX_RATIO, MEMORY_MB, ratioOf } from './bounds.ts';
import type { Figures } from './bounds.ts';
import { limitMemory } from './memory-limit.ts';
import { measure } from './measure.ts';
import { shapes } from './load-shapes.ts';
import type { Shape } from './load-shapes.ts';

const usage =
  'npm run check:fairness -- [--long] [--engine NAME] [--only TEXT] [--set NAME=VALUE]\n' +
  '  --long    measure more load shapes, each for longer\n' +
  '  --engine  sqlite or postgres (default both)\n' +
  '  --only    measure only load shapes whose name contains the text\n' +
  '  --set     change a setting of the service, for example to see the effect of a limit';

const { values } = readArguments(usage, {
  options: {
    long: { type: 'boolean', default: false },
    engine: { type: 'string' },
    only: { type: 'string', default: '' },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const tasks = 50_000;
const settings = Object.fromEntries(
  values.set.map((each) => each.split(/=(.*)/s).slice(0, 2) as [string, string]),
);
const windows = values.long ? { alone: 6, during: 16 } : { alone: 2, during: 4 };
const selected = shapes.filter(
  ({ isLong, name }) => (values.long || isLong !== true) && name.includes(values.only),
);
/** Settings that let one user run so many expensive lists at once that their threads exceed the memory limit. */
const unlimited = {
  shape: 'expensive lists',
  windows: { alone: 1, during: 2 },
  settings: {
    MAX_EXPENSIVE_READS: '17',
    MAX_EXPENSIVE_READS_PER_USER: '16',
    EXPENSIVE_READ_TIMEOUT_MS: '10000',
  },
};
const engines = { sqlite: sqliteEngine, postgres: postgresEngine };

const probe = limitMemory(MEMORY_MB * 1024 * 1024);
probe?.remove();
console.log(
  probe === undefined
    ? 'This user cannot create a control group, so the memory is measured but not limited.'
    : `The service runs in a control group that is limited to ${MEMORY_MB} MB.`,
);
const failed: string[] = [];
const control = await startControl();
const options = { windows, control, settings };
for (const [name, create] of Object.entries(engines)) {
  if (values.engine === undefined || values.engine === name) await run(await create(tasks));
}
control.stop();
for (const each of failed) console.error(`  - ${each}`);
if (failed.length > 0) process.exitCode = 1;
else
  console.log(
    `\nAll ${selected.length} load shapes stay within the bounds: at most ${MAX_RATIO} times the latency, no failures.`,
  );

async function run(engine: Engine): Promise<void> {
  try {
    console.log(
      `\n${row(engine.name, 'requests', 'CPU ms', 'read ms', 'change ms', 'control ms', 'failures', 'probes', 'MB')}`,
    );
    for (const shape of selected) {
      let figures = await measure(shape, engine, options);
      print(figures);
      if (exceededBounds(figures).length > 0) {
        const longer = { ...windows, during: 2 * windows.during };
        figures = await measure(shape, engine, { ...options, windows: longer });
        print({ ...figures, shape: '  once more' });
      }
      failed.push(...exceededBounds(figures).map((bound) => `${engine.name}, ${shape.name}: ${bound}`));
      if (engine.name === 'SQLite' && shape.name === unlimited.shape) await runUnlimited(shape, engine);
    }
  } finally {
    await engine.remove();
  }
}

async function runUnlimited(shape: Shape, engine: Engine): Promise<void> {
  const figures = await measure(shape, engine, { ...options, ...unlimited });
  print({ ...figures, shape: '  without its limit, must exceed' });
  if (exceededBounds(figures).length === 0)
    failed.push(
      `the load "${shape.name}" stays within the bounds without its limit, so the check proves nothing`,
    );
}

function print(figures: Figures): void {
  const { shape, outcomes, cpuMs, failures, failedProbes, peakMb } = figures;
  const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);
  const latency = (kind: 'read' | 'change'): string => {
    const { aloneMs, duringMs } = figures[kind];
    return `${aloneMs.toFixed(1)} → ${duringMs.toFixed(1)} (${ratioOf(kind, figures[kind]).toFixed(1)} ×)`;
  };
  const memory = peakMb === undefined ? 'ended' : peakMb.toFixed(0);
  console.log(
    row(
      shape,
      String(sum(Object.values(outcomes))),
      cpuMs.toFixed(2),
      latency('read'),
      latency('change'),
      figures.read.controlMs.toFixed(1),
      String(sum(failures.values())),
      String(sum(failedProbes.values())),
      memory,
    ),
  );
  for (const bound of exceededBounds(figures)) console.log(`  EXCEEDED: ${bound}`);
  console.log(
    `  ${Object.entries(outcomes)
      .map(([name, count]) => `${name} × ${count}`)
      .join(', ')}`,
  );
}

function row(name: string, ...columns: string[]): string {
  const widths = [9, 8, 22, 22, 11, 9, 7, 6];
  return name.padEnd(32) + columns.map((column, index) => column.padStart(widths[index] ?? 0)).join(' ');
}
