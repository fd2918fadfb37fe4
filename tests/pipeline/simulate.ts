// Determines which jobs of a workflow run, by GitHub's rules. GitHub's own library evaluates the conditions. Jobs of
// called workflows are included. The caller supplies the results of the steps.
import { Evaluator, Lexer, Parser, data, wellKnownFunctions } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { needsOf, workflows } from './workflow.ts';
import type { Job } from './workflow.ts';

export type JobResult = 'success' | 'failure' | 'cancelled' | 'skipped';

/** The inputs of a simulated run, in addition to the workflow. */
export interface Scenario {
  /** The context `github`. */
  readonly github: object;
  readonly vars?: Readonly<Record<string, string>>;
  /** The results of jobs that do not succeed, by path, for example `build/scan`. A job that times out is `cancelled`. */
  readonly results?: Readonly<Record<string, JobResult>>;
  /** The outputs of jobs by path. */
  readonly outputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Context = Readonly<Record<string, unknown>>;

/** The results of a workflow's jobs by path. A job of a called workflow is named `caller/job`. */
export function simulate(file: string, scenario: Scenario): Map<string, JobResult> {
  const results = new Map<string, JobResult>();
  runWorkflow(file, '', {}, scenario, results);
  return results;
}

function runWorkflow(
  file: string,
  prefix: string,
  inputs: Context,
  scenario: Scenario,
  results: Map<string, JobResult>,
): JobResult {
  const { jobs, on } = workflows.get(file)!;
  const defaults = defaultsOf(on);
  const waiting = new Map(Object.entries(jobs));
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([, job]) => needsOf(job).every((name) => results.has(prefix + name)));
    if (ready.length === 0) throw new Error(`Circular needs: ${[...waiting.keys()].join(', ')}`);
    for (const [name, job] of ready) {
      waiting.delete(name);
      results.set(
        prefix + name,
        runJob(job, prefix, name, { ...defaults, ...inputs }, scenario, results, jobs),
      );
    }
  }
  const own = Object.keys(jobs).map((name) => results.get(prefix + name)!);
  const worst: readonly JobResult[] = ['failure', 'cancelled', 'success'];
  return worst.find((result) => own.includes(result)) ?? 'skipped';
}

function runJob(
  job: Job,
  prefix: string,
  name: string,
  inputs: Context,
  scenario: Scenario,
  results: Map<string, JobResult>,
  jobs: Readonly<Record<string, Job>>,
): JobResult {
  const needs = Object.fromEntries(
    needsOf(job).map((needed) => [
      needed,
      { result: results.get(prefix + needed)!, outputs: scenario.outputs?.[prefix + needed] ?? {} },
    ]),
  );
  const context = { github: scenario.github, vars: scenario.vars ?? {}, inputs, needs };
  // GitHub adds `success()` to a condition without a status function. `success()` looks at all ancestors.
  const ancestors = ancestorsOf(name, jobs).map((one) => results.get(prefix + one)!);
  const condition = job.if ?? 'success()';
  const hasStatus = /\b(?:always|cancelled|failure|success)\(\)/.test(condition);
  const runs =
    isTrue(condition, context, ancestors) && (hasStatus || isTrue('success()', context, ancestors));
  if (!runs) return 'skipped';
  if (job.uses === undefined) return scenario.results?.[prefix + name] ?? 'success';
  const called = job.uses.split('/').at(-1)!;
  const given = Object.fromEntries(
    Object.entries(job.with ?? {}).map(([key, value]) => [key, evaluateInput(value, context, ancestors)]),
  );
  return runWorkflow(called, `${prefix}${name}/`, given, scenario, results);
}

function ancestorsOf(name: string, jobs: Readonly<Record<string, Job>>): string[] {
  const direct = needsOf(jobs[name]!);
  return [...new Set([...direct, ...direct.flatMap((needed) => ancestorsOf(needed, jobs))])];
}

function defaultsOf(on: Readonly<Record<string, unknown>>): Context {
  const { inputs = {} } = (on['workflow_call'] ?? {}) as {
    inputs?: Record<string, { default?: unknown; type: string }>;
  };
  return Object.fromEntries(
    Object.entries(inputs).map(([key, { default: value, type }]) => [
      key,
      value ?? (type === 'boolean' ? false : ''),
    ]),
  );
}

/** The value of an input or of a setting such as a concurrency group. */
export function evaluateInput(
  value: unknown,
  context: Context,
  ancestors: readonly JobResult[] = [],
): unknown {
  if (typeof value !== 'string') return value;
  const whole = /^\$\{\{(.*)\}\}$/s.exec(value.trim());
  if (whole !== null && !whole[1]!.includes('${{')) return plain(evaluate(whole[1]!, context, ancestors));
  return value.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, context, ancestors).coerceString(),
  );
}

function isTrue(condition: string, context: Context, ancestors: readonly JobResult[]): boolean {
  const expression = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition;
  const value = plain(evaluate(expression, context, ancestors));
  return value !== false && value !== null && value !== 0 && value !== '';
}

/** The simulation never cancels a whole run. */
function statusFunctions(ancestors: readonly JobResult[]): Map<string, FunctionDefinition> {
  const values = {
    always: true,
    cancelled: false,
    failure: ancestors.includes('failure'),
    success: ancestors.every((result) => result === 'success'),
  };
  return new Map(
    Object.entries(values).map(([name, value]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) },
    ]),
  );
}

function evaluate(
  expression: string,
  context: Context,
  ancestors: readonly JobResult[],
): data.ExpressionData {
  const status = statusFunctions(ancestors);
  const { tokens } = new Lexer(expression.trim()).lex();
  const parsed = new Parser(tokens, Object.keys(context), [...status.values()]).parse();
  const given = JSON.parse(JSON.stringify(context), data.reviver) as data.Dictionary;
  const functions = new Map<string, FunctionDefinition>([...Object.entries(wellKnownFunctions), ...status]);
  return new Evaluator(parsed, given, functions).evaluate();
}

function plain(value: data.ExpressionData): unknown {
  return JSON.parse(JSON.stringify(value, data.replacer)) as unknown;
}
