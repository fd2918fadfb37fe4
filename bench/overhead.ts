// Adds BENCH_OVERHEAD microseconds of CPU time to each request, to prove that the budget check detects such an increase. The
// service loads this module with `--import`.
import { Server } from 'node:http';

const microseconds = Number(process.env['BENCH_OVERHEAD']);
const calibrationSteps = 2e7;

/** Does work that a compiler cannot eliminate. It counts steps instead of time, because other processes use the CPU too. */
function work(steps: number): number {
  let value = 1;
  for (let step = 0; step < steps; step += 1) value = (value * 48_271) % 2_147_483_647;
  return value;
}

work(calibrationSteps);
const before = process.cpuUsage();
let seen = work(calibrationSteps);
const used = process.cpuUsage(before);
const steps = Math.round((microseconds * calibrationSteps) / (used.user + used.system));

// oxlint-disable-next-line typescript/unbound-method -- called with its `this`
const emit = Server.prototype.emit as (...all: unknown[]) => boolean;
Server.prototype.emit = function (this: Server, name: string | symbol, ...parameters: unknown[]): boolean {
  if (name === 'request') seen ^= work(steps);
  return emit.call(this, name, ...parameters);
};
process.once('exit', () => seen);
