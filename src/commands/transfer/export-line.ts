// The format of an export: one JSON object per line. Each line contains a task or, after the tasks, a webhook. The last line
// contains the number of lines and their checksum.
import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { loadContract } from '../../contract/document.ts';
import { visitSchemas } from '../../contract/subschemas.ts';
import { useUnicodePattern } from '../../contract/validation/validator-document.ts';
import type { OwnedTask } from '../../tasks/transfer.ts';
import type { OwnedWebhook } from '../../webhooks/transfer.ts';
import { millisecondsOf, positionOf } from '../../resource/position.ts';
import { TransferError } from './transfer-error.ts';

/** The last line: the number of lines with tasks and webhooks, and the SHA-256 of their bytes. */
export interface Trailer {
  readonly count: number;
  readonly sha256: string;
}

const ajv = new Ajv2020({ strict: false });
formats.default(ajv, { mode: 'full' });

const contract = structuredClone(loadContract().document);
visitSchemas(contract, useUnicodePattern);
ajv.addSchema(contract, 'contract');

// The task has the contract's form. Its owner is the subject of the token.
const isOwnedTask = ajv.compile<OwnedTask>({
  type: 'object',
  additionalProperties: false,
  required: ['owner', 'task'],
  properties: {
    owner: { type: 'string', minLength: 1, maxLength: 255 },
    task: { $ref: 'contract#/components/schemas/Task', unevaluatedProperties: false },
  },
});
const isOwnedWebhook = ajv.compile<OwnedWebhook>({
  type: 'object',
  additionalProperties: false,
  required: ['owner', 'webhook', 'secretGeneration'],
  properties: {
    owner: { type: 'string', minLength: 1, maxLength: 255 },
    webhook: { $ref: 'contract#/components/schemas/Webhook', unevaluatedProperties: false },
    secretGeneration: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
  },
});
const isTrailer = ajv.compile<Trailer>({
  type: 'object',
  additionalProperties: false,
  required: ['count', 'sha256'],
  properties: {
    count: { type: 'integer', minimum: 0 },
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  },
});

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function writeLine({ owner, task }: OwnedTask): string {
  return `${JSON.stringify({ owner, task })}\n`;
}

export function writeTrailer({ count, sha256 }: Trailer): string {
  return `${JSON.stringify({ count, sha256 })}\n`;
}

export function writeWebhookLine({ owner, webhook, secretGeneration }: OwnedWebhook): string {
  return `${JSON.stringify({ owner, webhook, secretGeneration })}\n`;
}

/** Parses and validates a line. Throws a `TransferError` with the line number. */
export function readLine(bytes: Uint8Array, number: number): OwnedTask | OwnedWebhook | Trailer {
  const refuse = (why: string): never => {
    throw new TransferError(`Line ${number} ${why}`);
  };
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    return refuse('is not JSON in UTF-8');
  }
  if (isTrailer(value)) return value;
  if (isOwnedWebhook(value)) {
    const contradiction = findWebhookContradiction(value);
    return contradiction === undefined ? value : refuse(`has an inconsistent webhook: ${contradiction}`);
  }
  if (isOfWebhook(value)) return refuse(`is invalid: ${describe(isOwnedWebhook.errors)}`);
  if (!isOwnedTask(value)) return refuse(`is invalid: ${describe(isOwnedTask.errors)}`);
  const contradiction = findTaskContradiction(value);
  return contradiction === undefined ? value : refuse(`has an inconsistent task: ${contradiction}`);
}

function isOfWebhook(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'webhook' in value;
}

/** Counts lines and computes their checksum. */
export function createChecksum(): {
  add(line: string | Uint8Array): void;
  readonly count: number;
  trailer(): Trailer;
} {
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
    trailer: () => ({ count, sha256: hash.copy().digest('hex') }),
  };
}

function describe(errors: readonly ErrorObject[] | null | undefined): string {
  const [error] = errors ?? [];
  if (error === undefined) return 'it is not a task';
  const { additionalProperty, unevaluatedProperty } = error.params as Readonly<
    Record<string, string | undefined>
  >;
  const property = additionalProperty ?? unevaluatedProperty;
  const what = property === undefined ? '' : ` (${property})`;
  return `${error.instancePath === '' ? 'it' : error.instancePath} ${error.message ?? 'is invalid'}${what}`;
}

interface Dated {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Checks the dependencies between the times of an item, which a JSON Schema cannot express. */
function findDateContradiction({ id, createdAt, updatedAt }: Dated): string | undefined {
  const position = positionOf(id);
  if (position === undefined) return 'its id contains no position';
  if (new Date(millisecondsOf(position)).toISOString() !== createdAt) {
    return 'the time in its id differs from its createdAt';
  }
  return updatedAt < createdAt ? 'its updatedAt is before its createdAt' : undefined;
}

function findWebhookContradiction({ webhook }: OwnedWebhook): string | undefined {
  if ((webhook.disabledReason !== null) !== (webhook.status === 'disabled')) {
    return 'its disabledReason and its status contradict each other';
  }
  return findDateContradiction(webhook);
}

function findTaskContradiction({ task }: OwnedTask): string | undefined {
  if ((task.completedAt !== null) !== (task.status === 'completed')) {
    return 'its completedAt and its status contradict each other';
  }
  return findDateContradiction(task);
}
