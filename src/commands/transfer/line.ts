// The form in which tasks move: a JSON object a line, a task in each, and in the last what there has to be before it.
import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { loadContract } from '../../contract/document.ts';
import type { OwnedTask } from '../../tasks/transfer.ts';
import { millisecondsOf, positionOf } from '../../tasks/position.ts';
import { MovingError } from './error.ts';

/** The last line: how many lines with tasks there are, and the SHA-256 of their bytes. */
export interface End {
  readonly count: number;
  readonly sha256: string;
}

const ajv = new Ajv2020({ strict: false });
formats.default(ajv, { mode: 'full' });
ajv.addSchema(loadContract().document, 'contract');

// A task is what the contract says. Beside it stands what the contract shows elsewhere: in the token, and in the ETag.
const isOwnedTask = ajv.compile<OwnedTask>({
  type: 'object',
  additionalProperties: false,
  required: ['owner', 'version', 'task'],
  properties: {
    owner: { type: 'string', minLength: 1, maxLength: 255 },
    version: { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 },
    task: { $ref: 'contract#/components/schemas/Task' },
  },
});
const isEnd = ajv.compile<End>({
  type: 'object',
  additionalProperties: false,
  required: ['count', 'sha256'],
  properties: {
    count: { type: 'integer', minimum: 0 },
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  },
});

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A task as a line. */
export function writeLine({ owner, version, task }: OwnedTask): string {
  return `${JSON.stringify({ owner, version, task })}\n`;
}

/** The last line. */
export function writeEnd({ count, sha256 }: End): string {
  return `${JSON.stringify({ count, sha256 })}\n`;
}

/** What is in a line. A `MovingError` names the line, by its number, and what is wrong with it. */
export function readLine(bytes: Uint8Array, number: number): OwnedTask | End {
  const refuse = (why: string): never => {
    throw new MovingError(`Line ${number} ${why}`);
  };
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    return refuse('is no JSON in UTF-8');
  }
  if (isEnd(value)) return value;
  if (!isOwnedTask(value)) return refuse(`does not keep the contract: ${wordsFor(isOwnedTask.errors)}`);
  const fault = faultOf(value);
  return fault === undefined ? value : refuse(`has a task that no service has made: ${fault}`);
}

/** Counts lines with tasks, and makes the sum of their bytes. */
export function summing(): { add(line: string | Uint8Array): void; readonly count: number; end(): End } {
  const hash = createHash('sha256');
  let count = 0;
  return {
    add(line) {
      hash.update(line);
      count += 1;
    },
    get count() {
      return count;
    },
    end: () => ({ count, sha256: hash.copy().digest('hex') }),
  };
}

function wordsFor(errors: readonly ErrorObject[] | null | undefined): string {
  const [error] = errors ?? [];
  if (error === undefined) return 'it is no task';
  const { additionalProperty } = error.params as { additionalProperty?: string };
  const what = additionalProperty === undefined ? '' : ` (${additionalProperty})`;
  return `${error.instancePath === '' ? 'it' : error.instancePath} ${error.message ?? 'is wrong'}${what}`;
}

/** What the contract cannot say of a task: how its fields belong together. */
function faultOf({ task }: OwnedTask): string | undefined {
  const position = positionOf(task.id);
  if (position === undefined) return 'its id has no place in the order of creation';
  if (new Date(millisecondsOf(position)).toISOString() !== task.createdAt)
    return 'its id was made at another moment than its createdAt';
  if (task.updatedAt < task.createdAt) return 'its updatedAt is before its createdAt';
  if ((task.completedAt !== null) !== (task.status === 'completed'))
    return 'it has a completedAt and is not completed, or the other way round';
  return undefined;
}
