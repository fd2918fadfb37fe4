// Parses the workflows.
import { readFileSync, readdirSync } from 'node:fs';
import { load } from 'js-yaml';

export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>;

export interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly 'runs-on'?: string;
  readonly concurrency?: Concurrency;
  readonly needs?: string | readonly string[];
  readonly permissions?: Permissions;
  readonly secrets?: unknown;
  readonly steps?: readonly Step[];
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly (string | number)[]>> };
  readonly 'timeout-minutes'?: number | string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Concurrency {
  readonly group: string;
  readonly 'cancel-in-progress'?: boolean | string;
}

/** A workflow with its source text. */
export interface Workflow {
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly concurrency?: Concurrency;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = new URL('../../.github/workflows/', import.meta.url);

export function parseWorkflow(text: string): Workflow {
  return { ...(load(text) as Omit<Workflow, 'text'>), text };
}

/** The workflows of the repository by file name. */
export const workflows: ReadonlyMap<string, Workflow> = new Map(
  readdirSync(folder).map((file) => [file, parseWorkflow(readFileSync(new URL(file, folder), 'utf8'))]),
);

/** All steps of a workflow, each with its job. */
export function stepsOf({ jobs }: Workflow): { job: string; step: Step }[] {
  return Object.entries(jobs).flatMap(([job, { steps = [] }]) => steps.map((step) => ({ job, step })));
}

/** The jobs that a job needs. */
export function needsOf({ needs = [] }: Job): readonly string[] {
  return typeof needs === 'string' ? [needs] : needs;
}
