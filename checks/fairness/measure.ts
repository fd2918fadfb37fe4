// Runs the service under one shape of hostile load and the load of a well-behaved user.
import { cpuMicroseconds } from '../../bench/measure/process-usage.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { startProcess, tokenOf } from '../scale/service.ts';
import { startHostileLoad } from './hostile-load.ts';
import type { Counts } from './hostile-load.ts';
import type { Control } from './control-server.ts';
import type { Engine } from './engines.ts';
import { latencyOf, MEMORY_MB } from './bounds.ts';
import type { Figures } from './bounds.ts';
import { startIssuer } from './issuer.ts';
import { limitMemory } from './memory-limit.ts';
import { startProbes } from './probes.ts';
import { users } from './seed.ts';
import type { Shape } from './load-shapes.ts';
import { steadyUser } from './steady-user.ts';
import type { SteadyUser, Window } from './steady-user.ts';

/** Resets the limits to their defaults: `startProcess` raises them for other measurements. */
const defaultLimits = { RATE_LIMIT_REQUESTS: '', RATE_LIMIT_TIME_SECONDS: '', RATE_LIMIT_SENT_MB: '' };

export interface MeasureOptions {
  /** The number of windows without the hostile load, and the number of windows with it. */
  readonly windows: { readonly alone: number; readonly during: number };
  readonly control: Control;
  /** Settings of the service in addition to the defaults. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Starts a service on the engine's database, and measures the effect of a load shape. */
export async function measure(
  shape: Shape,
  engine: Engine,
  { windows, control, settings }: MeasureOptions,
): Promise<Figures> {
  const issuer = shape.stopsIssuer === true ? await startIssuer() : undefined;
  const issue = issuer?.token ?? tokenOf;
  const memory = limitMemory(MEMORY_MB * 1024 * 1024);
  const token = await issue(users.steady);
  const service = await startProcess(
    '',
    await freePort(),
    { DATABASE_URL: engine.url, ...defaultLimits, ...issuer?.environment, ...settings },
    { token, ...(memory && { prefix: memory.prefix }) },
  );
  const user = steadyUser({
    url: service.url,
    controlUrl: control.url,
    token,
    tasks: engine.seeded.steadyTasks,
  });
  const cpu = (): number => cpuMicroseconds(service.pid) + engine.cpuMicroseconds();
  try {
    // A warm-up: V8 compiles the code that the next windows run.
    await user.window();
    const before = { cpu: cpu(), at: performance.now() };
    const alone = await measureWindows(user, windows.alone);
    const cpuAlone = (cpu() - before.cpu) / (performance.now() - before.at);

    await issuer?.stop();
    const start = { cpu: cpu(), at: performance.now() };
    const stopProbes = startProbes(service.url);
    const stopHostileLoad = startHostileLoad({
      url: service.url,
      shape: shape.name,
      context: { token: await issue(shape.user), markedTask: engine.seeded.markedTask },
    });
    const during = await measureWindows(user, windows.during);
    const outcomes = await stopHostileLoad();
    const failedProbes = await stopProbes();
    const peakMb = await service.peakMemory().catch(() => undefined);
    const used = peakMb === undefined ? NaN : cpu() - start.cpu - cpuAlone * (performance.now() - start.at);
    return {
      shape: shape.name,
      outcomes,
      cpuMs: used / 1000 / requestsIn(outcomes),
      read: latencyOf('read', alone, during),
      change: latencyOf('change', alone, during),
      failures: failuresIn(during),
      failedProbes,
      peakMb,
    };
  } finally {
    user.close();
    await service.stop();
    memory?.remove();
  }
}

async function measureWindows(user: SteadyUser, count: number): Promise<Window[]> {
  const windows: Window[] = [];
  while (windows.length < count) windows.push(await user.window());
  return windows;
}

function requestsIn(outcomes: Counts): number {
  return Object.entries(outcomes).reduce((sum, [name, count]) => sum + (name === 'closed' ? 0 : count), 0);
}

function failuresIn(windows: readonly Window[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { failures } of windows) {
    for (const [name, count] of failures) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return sums;
}
