// Starts a subject and plans its requests, so that it can be measured.
import { join } from 'node:path';
import type { Subject } from './subjects.ts';
import { copyOf, pythonDatabase, transferTo } from './databases.ts';
import type { Generator } from './load/generator.ts';
import type { OpenResult } from './load/loops.ts';
import type { PlannedRequest } from './load/protocol.ts';
import { cpuMicroseconds } from './measure/process-usage.ts';
import { startSubject } from './measure/subject-process.ts';
import type { SubjectProcess, StartOptions } from './measure/subject-process.ts';
import { freePort } from '../tests/support/free-port.ts';
import type { Plan, Tokens } from './operations.ts';
import { plansFor, probeOf } from './request-plans.ts';

/** The result of one round of load. */
export interface Sample {
  /** CPU microseconds of the server per request. */
  readonly cpu: number;
  readonly perSecond: number;
}

export interface Runner {
  readonly name: string;
  readonly subject: Subject;
  readonly process: SubjectProcess;
  /** Adds a plan: requests under a name. */
  plan(name: string, requests: Plan): Promise<void>;
  /** Whether the runner has a plan of this name. */
  hasPlan(plan: string): boolean;
  /** Loads the subject until V8 has compiled its code, but for at most `maxSeconds`. */
  warmUp(plan: string, connections: number, maxSeconds: number): Promise<void>;
  /** Loads the subject to saturation. Like the other methods, rejects on an unexpected response. */
  saturate(plan: string, connections: number, seconds: number): Promise<Sample>;
  /** Loads the subject at a fixed rate. */
  sendAtRate(plan: string, rate: number, seconds: number): Promise<OpenResult>;
}

export interface RunnerOptions {
  readonly generator: Generator;
  readonly tokens: Tokens;
  /** The database to copy. */
  readonly seed: string;
  /** The directory for databases and logs. */
  readonly folder: string;
  readonly start?: Pick<StartOptions, 'nodeOptions' | 'environment'>;
  /** Distinguishes two runners of the same subject. */
  readonly name?: string;
}

/** After this many requests, V8 has compiled the code, and the cost of a request no longer falls. */
const warmUp = { requests: 40_000, stepSeconds: 0.5 };

/** The number of connections in an open loop: enough for all requests that arrive while one waits for the disk. */
const openConnections = 64;

/** Starts a subject on a copy of the database and plans its requests. */
export async function startRunner(subject: Subject, options: RunnerOptions): Promise<Runner> {
  const { generator, tokens, seed, folder, start, name = subject.name } = options;
  const port = await freePort();
  const file = join(folder, `${name}.db`);
  const database = databaseFor(subject, seed, file);
  const probe = probeOf(seed, tokens);
  const process = await startSubject(subject, { name, port, database, folder, probe, ...start });
  const planned = new Set<string>();
  const plan = async (planName: string, requests: readonly PlannedRequest[]): Promise<void> => {
    planned.add(planName);
    await generator.plan(`${name} ${planName}`, requests);
  };
  try {
    const plans = await plansFor(subject, { seed, tokens, port });
    for (const [operation, requests] of Object.entries(plans)) await plan(operation, requests);
  } catch (error) {
    await process.stop();
    throw error;
  }

  return {
    name,
    subject,
    process,
    plan,
    hasPlan: (planName) => planned.has(planName),
    async warmUp(planName, connections, maxSeconds) {
      const started = performance.now();
      let requests = 0;
      while (requests < warmUp.requests && performance.now() - started < maxSeconds * 1000) {
        const result = await generator.runClosedLoop(
          `${name} ${planName}`,
          port,
          connections,
          warmUp.stepSeconds,
        );
        requests += result.requests;
      }
    },
    async saturate(planName, connections, seconds) {
      const before = cpuMicroseconds(process.pid);
      const result = await generator.runClosedLoop(`${name} ${planName}`, port, connections, seconds);
      const used = cpuMicroseconds(process.pid) - before;
      return { cpu: used / result.requests, perSecond: result.requests / result.seconds };
    },
    sendAtRate: (planName, rate, seconds) =>
      generator.runOpenLoop(`${name} ${planName}`, port, openConnections, rate, seconds),
  };
}

function databaseFor({ contract, checkout }: Subject, seed: string, file: string): string {
  if (contract === 'own') return pythonDatabase(seed, file);
  return checkout === undefined ? copyOf(seed, file) : transferTo(checkout, seed, file);
}
