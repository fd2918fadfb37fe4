// Tasks in addition to the contract's examples. The same seed results in the same tasks. Only their due dates depend on
// the current day, so that some are overdue and others are due soon.
import { v7 } from 'uuid';
import type { Task } from '../tasks/task.ts';
import { integerBetween, oneOf } from './random.ts';
import type { Random } from './random.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

const actions = ['Review', 'Prepare', 'Update', 'Discuss', 'Order', 'Translate', 'Test', 'Archive'] as const;
const subjects = [
  ...(['the budget', 'the contract', 'the invoices', 'the meeting notes', 'the onboarding guide'] as const),
  ...(['the price list', 'the release plan', 'the survey', 'the test devices', 'the web site'] as const),
] as const;
const contexts = [
  ...(['for Mira', 'for the Łódź office', 'for the spring campaign', 'of the support team'] as const),
  ...(['before the audit', 'with the new supplier', 'for the board', 'after the move'] as const),
] as const;
const tags = ['docs', 'finance', 'infrastructure', 'office', 'release', 'sales', 'support', 'team'] as const;
/** Half of the tasks are open, and half have medium priority. */
const statuses = ['pending', 'pending', 'in_progress', 'completed', 'completed', 'cancelled'] as const;
const priorities = ['low', 'medium', 'medium', 'medium', 'high', 'urgent'] as const;

/** Returns an id that contains this creation time. */
export function idFor(createdAtMs: number, random: Random): string {
  const bytes = Uint8Array.from({ length: 16 }, () => integerBetween(random, 0, 255));
  return v7({ msecs: createdAtMs, seq: integerBetween(random, 0, 2 ** 31 - 1), random: bytes });
}

/** Generates a task that was created before `newestMs`. The tasks of consecutive indexes are up to 16 hours apart. */
export function generateTask(random: Random, index: number, newestMs: number, nowMs: number): Task {
  const createdAtMs = newestMs - index * 8 * hourMs - integerBetween(random, 1, 8 * hourMs);
  const changeMs = integerBetween(random, 0, Math.floor((newestMs - createdAtMs) / 2));
  const updatedAt = new Date(createdAtMs + changeMs).toISOString();
  const status = oneOf(random, statuses);
  const midnightMs = Math.floor(nowMs / dayMs) * dayMs;
  const dueAtMs =
    midnightMs + integerBetween(random, -3, 21) * dayMs + integerBetween(random, 8, 18) * hourMs;
  return {
    id: idFor(createdAtMs, random),
    title: `${oneOf(random, actions)} ${oneOf(random, subjects)} ${oneOf(random, contexts)}`,
    description:
      random() < 0.5 ? null : `Step ${integerBetween(random, 1, 9)} of the plan. Ask the team first.`,
    status,
    priority: oneOf(random, priorities),
    dueAt: random() < 0.4 ? null : new Date(dueAtMs).toISOString(),
    tags: [...new Set([oneOf(random, tags), oneOf(random, tags)])].slice(0, integerBetween(random, 0, 2)),
    createdAt: new Date(createdAtMs).toISOString(),
    updatedAt,
    completedAt: status === 'completed' ? updatedAt : null,
    version: changeMs === 0 ? 1 : integerBetween(random, 2, 5),
  };
}
