// The contenders that take part, started and ready to be measured.
import { join } from 'node:path';
import type { Task } from '../src/tasks/task.ts';
import type { Contender } from './contenders.ts';
import { copyOfSeed, seedOf } from './data.ts';
import type { Generator } from './load/generator.ts';
import { cpuMicroseconds } from './measure/accounting.ts';
import { startContender } from './measure/contender-process.ts';
import type { ContenderProcess, StartOptions } from './measure/contender-process.ts';
import { changedTasks, createPlan, mixPlan, patchPlan, readPlans } from './operations.ts';
import type { OperationName, Plans, Tokens } from './operations.ts';

/** What one round of load on one contender has shown. */
export interface Sample {
  /** CPU microseconds of the server, for each request. */
  readonly cpu: number;
  readonly perSecond: number;
}

/** A contender that runs. */
export interface Runner {
  readonly name: string;
  readonly process: ContenderProcess;
  /** Loads it through some connections for a while. Rejects when an answer is wrong. */
  saturate(operation: OperationName, connections: number, seconds: number): Promise<Sample>;
  /** Loads it until its code is compiled, but not for ever. */
  warmUp(operation: OperationName, connections: number): Promise<void>;
  /** The key of the requests of an operation at the generator. */
  planKey(operation: OperationName): string;
}

/** V8 compiles a server's code well within so many requests. */
const warmUp = { requests: 8000, stepSeconds: 0.3, mostMs: 6000 };

export interface FieldOptions {
  readonly generator: Generator;
  readonly tokens: Tokens;
  /** Tasks in the database. */
  readonly tasks: number;
  /** A folder for databases and logs. */
  readonly folder: string;
  readonly port: number;
  readonly start?: Pick<StartOptions, 'nodeOptions' | 'environment'>;
  /** Its name among the others, where a contender takes part twice. */
  readonly name?: string;
}

/** Starts a contender on a database of its own, creates the tasks that it will be asked to change, and plans for it. */
export async function enter(contender: Contender, options: FieldOptions): Promise<Runner> {
  const { generator, tokens, tasks, folder, port, start, name = contender.name } = options;
  const database = await copyOfSeed(tasks, join(folder, `${name}.db`));
  const reads = readPlans(await seedOf(tasks), tokens);
  const headers = { Authorization: `Bearer ${tokens.reader}` };
  const probe = { path: reads.read[0]?.path ?? '', headers };
  const process = await startContender(contender, { port, database, folder, probe, ...start });
  try {
    const create = createPlan(tokens);
    const writable = { ...reads, create, patch: patchPlan(await createSome(port, create), tokens) };
    const plans: Plans = { ...writable, mix: mixPlan(writable) };
    for (const [operation, plan] of Object.entries(plans)) await generator.plan(`${name} ${operation}`, plan);
  } catch (error) {
    await process.stop();
    throw error;
  }

  const planKey = (operation: OperationName): string => `${name} ${operation}`;
  return {
    name,
    process,
    planKey,
    async warmUp(operation, connections) {
      const start = performance.now();
      let requests = 0;
      while (requests < warmUp.requests && performance.now() - start < warmUp.mostMs) {
        const result = await generator.closed(planKey(operation), port, connections, warmUp.stepSeconds);
        requests += result.requests;
      }
    },
    async saturate(operation, connections, seconds) {
      const before = cpuMicroseconds(process.pid);
      const result = await generator.closed(planKey(operation), port, connections, seconds);
      const used = cpuMicroseconds(process.pid) - before;
      return { cpu: used / result.requests, perSecond: result.requests / result.seconds };
    },
  };
}

/** Creates the writer's first tasks, as the contender answers them. */
async function createSome(port: number, plan: Plans['create']): Promise<Task[]> {
  const created: Task[] = [];
  for (let n = 0; n < changedTasks; n += 1) {
    const planned = plan[n % plan.length];
    if (planned === undefined) break;
    const response = await fetch(`http://127.0.0.1:${port}${planned.path}`, {
      method: planned.method,
      headers: planned.headers,
      body: planned.content ?? null,
    });
    const text = await response.text();
    if (response.status !== planned.status || text.length !== planned.body) {
      throw new Error(`A create was answered ${response.status}: ${text}`);
    }
    created.push(JSON.parse(text) as Task);
  }
  return created;
}
