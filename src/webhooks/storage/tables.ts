import type { TableOf } from '../../resource/table.ts';
import type { columns } from '../columns.ts';

/** A webhook, with the state of its deliveries. */
export type WebhookTable = TableOf<typeof columns> & {
  /** The number of the current secret. A rotation increases it. */
  secret_generation: number;
  /** The number of its undelivered events. */
  pending_count: number;
  /** The number of its delivered events that are still stored. */
  delivered_count: number;
  /** The number of failed attempts since the last success. */
  failure_count: number;
  /** 1 if its receiver failed or was slow in the last turn, otherwise 0. */
  is_slow: number;
  /** When its next event is due. Null if it has no undelivered events or is disabled. */
  due_at: string | null;
  /** The lease of the dispatcher that delivers its events, and the end of the lease. */
  lease: string | null;
  lease_until: string | null;
};

/** An event for a webhook. */
export interface DeliveryTable {
  /** The position of the webhook. */
  webhook: bigint;
  /** The owner's clock at the event. The id contains it. */
  position: bigint;
  id: string;
  event_type: string;
  /** The body of the requests. */
  body: string;
  created_at: string;
  delivered_at: string | null;
  next_attempt_at: string;
  /** Null before the first attempt. */
  first_attempt_at: string | null;
  /** The attempts as JSON, the latest first. */
  attempts: string;
  /** The trace of the request that caused the event. Null if it was not recorded. */
  traceparent: string | null;
}

/** The tables of webhooks. */
export interface WebhookTables {
  webhook: WebhookTable;
  webhook_delivery: DeliveryTable;
}
