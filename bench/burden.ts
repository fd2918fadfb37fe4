// Loaded into the service before its own code (`--import`): makes every request so many microseconds of CPU time more
// expensive, to show that the budget notices.
import { Server } from 'node:http';

const microseconds = Number(process.env['BENCH_BURDEN']);
const calibrationTurns = 2e7;

/** Work that no compiler can leave out. It is counted, not timed: time goes by while others have the processor. */
function work(turns: number): number {
  let value = 1;
  for (let turn = 0; turn < turns; turn += 1) value = (value * 48_271) % 2_147_483_647;
  return value;
}

work(calibrationTurns);
const before = process.cpuUsage();
let seen = work(calibrationTurns);
const used = process.cpuUsage(before);
const turns = Math.round((microseconds * calibrationTurns) / (used.user + used.system));

// oxlint-disable-next-line typescript/unbound-method -- called with its `this`
const emit = Server.prototype.emit as (...all: unknown[]) => boolean;
Server.prototype.emit = function (this: Server, name: string | symbol, ...parameters: unknown[]): boolean {
  if (name === 'request') seen ^= work(turns);
  return emit.call(this, name, ...parameters);
};
process.once('exit', () => seen);
