// The timeouts of the tests. They end tests that hang, and scale with the machine: on two cores that other programs use
// too, a test with its processes takes several times as long. TEST_TIMEOUT_FACTOR replaces the factor.
import { availableParallelism, loadavg } from 'node:os';

/** The number of cores for which the timeouts were chosen. */
const cores = 8;

/**
 * @param {number} available cores of this machine
 * @param {number} load processes that run or wait, as `loadavg` returns it
 */
export function timeoutFactor(available, load) {
  return Math.max(1, cores / available, load / available);
}

// Jest's workers inherit the variable, so that all use one factor.
process.env['TEST_TIMEOUT_FACTOR'] ??= String(timeoutFactor(availableParallelism(), loadavg()[0] ?? 0));

/**
 * A timeout on this machine.
 *
 * @param {number} milliseconds
 */
export function scaled(milliseconds) {
  return Math.ceil(milliseconds * Number(process.env['TEST_TIMEOUT_FACTOR']));
}
