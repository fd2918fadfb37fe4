// The format of an export: one JSON object per line. Each line contains an item: all items of the first resource come
// first, then those of the next. The last line contains the number of lines and their checksum.
import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { loadContract } from '../../contract/document.ts';
import { visitSchemas } from '../../contract/subschemas.ts';
import { useUnicodePattern } from '../../contract/validation/validator-document.ts';
import type { OwnedItem, Transfer } from '../../resource/transfer.ts';
import { resources } from '../../resources.ts';
import type { Tables } from '../../storage.ts';
import { TransferError } from './transfer-error.ts';

/** The last line: the number of lines with items, and the SHA-256 of their bytes. */
export interface Trailer {
  readonly count: number;
  readonly sha256: string;
}

const ajv = new Ajv2020({ strict: false });
formats.default(ajv, { mode: 'full' });

const contract = structuredClone(loadContract().document);
visitSchemas(contract, useUnicodePattern);
ajv.addSchema(contract, 'contract');

/** The transfer of each resource, in the order of an export. */
export const transfers: readonly Transfer<Tables>[] = resources.map(({ transfer }) => transfer);

const validators = new Map(transfers.map(({ name, schema }) => [name, ajv.compile<OwnedItem>(schema)]));
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

/** A line with an item, and the transfer of its resource. */
export interface Line {
  readonly transfer: Transfer<Tables>;
  readonly owned: OwnedItem;
}

export function writeLine(value: OwnedItem | Trailer): string {
  return `${JSON.stringify(value)}\n`;
}

/** Parses and validates a line. Throws a `TransferError` with the line number. */
export function readLine(bytes: Uint8Array, number: number): Line | Trailer {
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
  const transfer = transferOf(value);
  const isOwned = validators.get(transfer.name);
  if (isOwned?.(value) !== true) return refuse(`is invalid: ${describe(isOwned?.errors)}`);
  const contradiction = transfer.findContradiction(value);
  if (contradiction !== undefined) return refuse(`has an inconsistent ${transfer.name}: ${contradiction}`);
  return { transfer, owned: value };
}

/** Returns the transfer of the resource whose item the line contains, otherwise the first transfer. */
function transferOf(value: unknown): Transfer<Tables> {
  const [first, ...others] = transfers;
  if (first === undefined) throw new Error('The service has no resources');
  return others.find(({ name }) => Object.hasOwn(Object(value) as object, name)) ?? first;
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
  if (error === undefined) return 'it contains no item';
  const { additionalProperty, unevaluatedProperty } = error.params as Readonly<
    Record<string, string | undefined>
  >;
  const property = additionalProperty ?? unevaluatedProperty;
  const what = property === undefined ? '' : ` (${property})`;
  return `${error.instancePath === '' ? 'it' : error.instancePath} ${error.message ?? 'is invalid'}${what}`;
}
