import type { Queries } from '../database/storage.ts';
import type { Position } from './position.ts';

/** What happened to an item, for its owner's subscribers. */
export interface ItemEvent {
  /** For example `task.created`. */
  readonly type: string;
  /** The position of the change, which contains its time. */
  readonly position: Position;
  readonly data: object;
}

/**
 * Publishes an event in the transaction of the change that it reports, so that either both are committed or neither is.
 * Call it only for owners with subscribers, which `Account.onCharge` reports.
 */
export type Publish = (trx: Queries<unknown>, owner: string, event: ItemEvent) => Promise<void>;
