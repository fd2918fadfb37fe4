// A contender that takes part: started, with the requests that it will be sent, and ready to be measured.
import { join } from 'node:path';
import type { Contender } from './contenders.ts';
import { copyOf, pythonDatabase } from './data.ts';
import type { Generator } from './load/generator.ts';
import type { OpenResult } from './load/loops.ts';
import type { PlannedRequest } from './load/protocol.ts';
import { cpuMicroseconds } from './measure/accounting.ts';
import { startContender } from './measure/contender-process.ts';
import type { ContenderProcess, StartOptions } from './measure/contender-process.ts';
import { freePort } from '../tests/support/free-port.ts';
import type { Plan, Tokens } from './operations.ts';
import { plansFor, probeOf } from './plans.ts';

/** What one round of load on one contender has shown. */
export interface Sample {
  /** CPU microseconds of the server, for each request. */
  readonly cpu: number;
  readonly perSecond: number;
}

/** A contender that runs. */
export interface Runner {
  readonly name: string;
  readonly contender: Contender;
  readonly process: ContenderProcess;
  /** Adds requests of a name of its own. */
  plan(name: string, requests: Plan): Promise<void>;
  /** Whether there are requests of that name. */
  can(plan: string): boolean;
  /** Loads it until its code is compiled, but not for longer than so many seconds. */
  warmUp(plan: string, connections: number, mostSeconds: number): Promise<void>;
  /** Loads it with as much as it can do. Rejects when an answer is wrong, as the others do. */
  saturate(plan: string, connections: number, seconds: number): Promise<Sample>;
  /** Loads it at a rate. */
  arrive(plan: string, rate: number, seconds: number): Promise<OpenResult>;
}

export interface EnterOptions {
  readonly generator: Generator;
  readonly tokens: Tokens;
  /** The database that it gets a copy of. */
  readonly seed: string;
  /** A folder for databases and logs. */
  readonly folder: string;
  readonly start?: Pick<StartOptions, 'nodeOptions' | 'environment'>;
  /** Its name among the others, where a contender takes part twice. */
  readonly name?: string;
}

/** Within so many requests V8 has compiled a server's code for good: the cost of one does not fall any more. */
const warmUp = { requests: 40_000, stepSeconds: 0.5 };

/** Enough for all that arrive while one request waits for the disk. */
const openConnections = 64;

/** Starts a contender on a copy of a database, and plans the operations for it. */
export async function enter(contender: Contender, options: EnterOptions): Promise<Runner> {
  const { generator, tokens, seed, folder, start, name = contender.name } = options;
  const port = await freePort();
  const file = join(folder, `${name}.db`);
  const database = contender.contract === 'ours' ? copyOf(seed, file) : pythonDatabase(seed, file);
  const probe = probeOf(seed, tokens);
  const process = await startContender(contender, { name, port, database, folder, probe, ...start });
  const planned = new Set<string>();
  const plan = async (planName: string, requests: readonly PlannedRequest[]): Promise<void> => {
    planned.add(planName);
    await generator.plan(`${name} ${planName}`, requests);
  };
  try {
    const plans = await plansFor(contender, { seed, tokens, port });
    for (const [operation, requests] of Object.entries(plans)) await plan(operation, requests);
  } catch (error) {
    await process.stop();
    throw error;
  }

  return {
    name,
    contender,
    process,
    plan,
    can: (planName) => planned.has(planName),
    async warmUp(planName, connections, mostSeconds) {
      const started = performance.now();
      let requests = 0;
      while (requests < warmUp.requests && performance.now() - started < mostSeconds * 1000) {
        const result = await generator.closed(`${name} ${planName}`, port, connections, warmUp.stepSeconds);
        requests += result.requests;
      }
    },
    async saturate(planName, connections, seconds) {
      const before = cpuMicroseconds(process.pid);
      const result = await generator.closed(`${name} ${planName}`, port, connections, seconds);
      const used = cpuMicroseconds(process.pid) - before;
      return { cpu: used / result.requests, perSecond: result.requests / result.seconds };
    },
    arrive: (planName, rate, seconds) =>
      generator.open(`${name} ${planName}`, port, openConnections, rate, seconds),
  };
}
