// `npm run bench`: starts the contenders, each as a process of its own, loads them in turns from another, and prints
// what a request costs each. docs/performance.md says what is measured and how.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contenders } from './contenders.ts';
import type { Contender } from './contenders.ts';
import { enter } from './field.ts';
import type { Runner } from './field.ts';
import { install } from './install.ts';
import { startGenerator } from './load/generator.ts';
import { residentMegabytes } from './measure/accounting.ts';
import { machine } from './measure/machine.ts';
import { isPinned, pinElsewhere } from './measure/processors.ts';
import { median } from './measure/statistics.ts';
import { help, readOptions } from './options.ts';
import type { Options } from './options.ts';
import { profileArguments, printProfile } from './profile.ts';
import { printResults } from './report.ts';
import type { Results } from './report.ts';
import { tokens } from './settings.ts';

const firstPort = 5200;

async function main(options: Options): Promise<void> {
  const started = performance.now();
  const chosen = contenders.filter(({ name }) => options.only.includes(name));
  if (chosen.some(({ name }) => name === 'fastify')) install();
  const entering = chosen.filter((contender) => {
    const missing = contender.missing();
    if (missing !== undefined) console.log(`skip ${contender.name}: ${missing}`);
    return missing === undefined;
  });
  pinElsewhere(process.pid);
  const generator = startGenerator();
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const runners: Runner[] = [];
  try {
    const access = await tokens();
    for (const [index, contender] of entering.entries()) {
      const { tasks } = options;
      const start = startOf(contender, options, folder);
      runners.push(
        await enter(contender, { generator, tokens: access, tasks, folder, port: firstPort + index, start }),
      );
    }
    const samples = await saturateAll(runners, options);
    const results: Results = {
      machine: { ...machine(), isPinned },
      options,
      contenders: Object.fromEntries(
        runners.map(({ name, process: { pid } }) => [
          name,
          { operations: samples.get(name) ?? {}, residentMb: residentMegabytes(pid) },
        ]),
      ),
      seconds: 0,
    };
    const finished = { ...results, seconds: Math.round((performance.now() - started) / 1000) };
    writeFileSync(options.output, `${JSON.stringify(finished, null, 2)}\n`);
    printResults(finished);
    await Promise.all(runners.map((runner) => runner.process.stop()));
    if (options.profile) printProfile(folder, finished);
  } finally {
    generator.stop();
    await Promise.all(runners.map((runner) => runner.process.stop()));
    rmSync(folder, { recursive: true });
  }
}

/** Every contender, operation by operation, in turns: whatever else the machine does slows all of them. */
async function saturateAll(
  runners: readonly Runner[],
  { operations, rounds, seconds, connections }: Options,
): Promise<Map<string, Results['contenders'][string]['operations']>> {
  const results = new Map<string, Results['contenders'][string]['operations']>();
  for (const operation of operations) {
    const rows = runners.map((runner) => ({ runner, cpu: [] as number[], perSecond: [] as number[] }));
    for (const runner of runners) await runner.warmUp(operation, connections);
    for (let round = 0; round < rounds; round += 1) {
      for (const { runner, cpu, perSecond } of rows) {
        const sample = await runner.saturate(operation, connections, seconds);
        cpu.push(sample.cpu);
        perSecond.push(sample.perSecond);
      }
    }
    for (const { runner, cpu, perSecond } of rows) {
      const figures = { cpu: median(cpu), perSecond: median(perSecond) };
      results.set(runner.name, { ...results.get(runner.name), [operation]: figures });
    }
  }
  return results;
}

function startOf(contender: Contender, { profile }: Options, folder: string): { nodeOptions?: string[] } {
  return profile && contender.name === 'service' ? { nodeOptions: profileArguments(folder) } : {};
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(help);
  else await main(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
