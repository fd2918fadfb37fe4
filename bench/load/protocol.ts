// The messages between the benchmark and its load generator.
import type { ClosedResult, OpenResult } from './loops.ts';

/** A request and its expected response. */
export interface PlannedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly content?: string;
  readonly status: number;
  /** The expected body, or its length in bytes. */
  readonly body: number | string;
  /** How many bytes longer the body may be, because a version in it gains digits. */
  readonly maxGrowth?: number;
}

export type Order =
  | { readonly kind: 'plan'; readonly key: string; readonly requests: readonly PlannedRequest[] }
  | ({ readonly kind: 'closed'; readonly connections: number } & Run)
  | ({ readonly kind: 'open'; readonly connections: number; readonly rate: number } & Run);

interface Run {
  /** The key of the plan to send. */
  readonly key: string;
  readonly port: number;
  readonly seconds: number;
}

export type Report =
  | { readonly kind: 'planned' }
  | { readonly kind: 'closed'; readonly result: ClosedResult }
  | { readonly kind: 'open'; readonly result: OpenResult }
  | { readonly kind: 'failed'; readonly message: string };
