// Follows a recipe of the guide against a service, and reports what works.
import { corpus } from './edge-case-bodies.ts';
import { openGateway } from './recording-proxy.ts';
import type { Gateway } from './recording-proxy.ts';
import type { Generator, Program } from './generators.ts';
import { recipe, specifierOf } from './guide-recipes.ts';
import { laterRound, patch, round } from './expected-output.ts';
import type { Outcome } from './run-program.ts';
import type { Tools } from './tools.ts';
import { openWorkshop } from './recipe-folder.ts';
import type { Workshop } from './recipe-folder.ts';

/** What a generated client can do. */
export interface Result {
  readonly heading: string;
  readonly version: string;
  readonly language: string;
  readonly round: string;
  readonly patch: string;
  readonly later: string;
  readonly validator: string;
}

/** A result, with the explanation of each failure. */
export interface Attempt {
  readonly result: Result;
  readonly failures: readonly string[];
}

/** Generates a client with the tools, and uses it. */
export async function attempt(
  generator: Generator,
  service: { readonly url: string; readonly token: string },
  tools: Tools,
): Promise<Attempt> {
  const steps = recipe(generator.heading);
  const failures: string[] = [];
  const gateway = await openGateway(service.url);
  const workshop = await openWorkshop(steps, { ...service, url: gateway.url }, tools);
  const passes = (name: string, expected: string, actual: string): string => {
    if (actual === expected) return 'passes';
    failures.push(`${generator.heading}, ${name}: expected\n${expected}\nbut got\n${actual}`);
    return 'fails';
  };
  try {
    const [last = '', ...earlier] = [...workshop.commands].reverse();
    const failed = await generate(earlier.reverse(), workshop, generator);
    const first = failed ?? (await workshop.sh(last));
    const result = {
      ...{ heading: generator.heading, language: generator.language },
      version: specifierOf(steps).split(/@|==/).at(-1) ?? '',
      round: passes('round', round, first.output),
      patch: passes('patch', patch, [...new Set(gateway.patches)].join('\n')),
      later: passes('later version', laterRound, await runLater(last, workshop, gateway)),
    };
    const { validator } = generator;
    return { failures, result: { ...result, validator: validator ? await judge(validator) : '' } };
  } finally {
    await workshop.close();
    await gateway.close();
  }

  async function judge(validator: Program): Promise<string> {
    const verdicts = await validate(validator, workshop);
    const differences = await compare(verdicts, service);
    const [tooStrict, tooLax] = [true, false].map((isAccepted) =>
      differences.filter((difference) => difference.isAccepted === isAccepted),
    );
    for (const { body } of tooStrict ?? [])
      failures.push(`${generator.heading}: refuses a valid body: ${JSON.stringify(body)}`);
    if (tooStrict?.length) return 'fails';
    const kinds = new Set(tooLax?.map(({ body }) => kindOf(body)));
    return kinds.size > 0
      ? `also accepts some invalid ${[...kinds].join(' and ')}`
      : 'agrees with the service';
  }
}

/** What a body of the corpus tests. */
function kindOf(body: object): string {
  return 'dueAt' in body ? 'dates' : 'tags' in body ? 'tags' : 'titles';
}

/** Runs the commands before the round. Returns the first that fails, or warns of a part of the contract. */
async function generate(
  commands: readonly string[],
  workshop: Workshop,
  { compile, knownWarning }: Generator,
): Promise<Outcome | undefined> {
  for (const line of commands) {
    // Installed already, by the tools.
    if (/^pip install \S+==/.test(line)) continue;
    const outcome = await workshop.sh(line);
    if (outcome.code !== 0 || hasNewWarning(outcome, knownWarning)) return outcome;
  }
  if (compile === undefined) return undefined;
  for (const [file, text] of Object.entries(compile.files)) await workshop.write(file, text);
  const outcome = await workshop.sh(compile.line);
  return outcome.code === 0 ? undefined : outcome;
}

function hasNewWarning({ output }: Outcome, knownWarning?: string): boolean {
  if (knownWarning === undefined) return false;
  return (output.match(/^WARNING.*$/gm) ?? []).some((warning) => warning !== knownWarning);
}

async function runLater(line: string, workshop: Workshop, gateway: Gateway): Promise<string> {
  gateway.isLater = true;
  const { output } = await workshop.sh(line);
  gateway.isLater = false;
  return output;
}

async function validate({ files, line }: Program, workshop: Workshop): Promise<readonly boolean[]> {
  await workshop.write('bodies.json', JSON.stringify(corpus));
  for (const [file, text] of Object.entries(files)) await workshop.write(file, text);
  const { code, output } = await workshop.sh(line);
  if (code !== 0) throw new Error(output);
  return JSON.parse(output) as boolean[];
}

/** The bodies on which the service and a validator differ. */
async function compare(
  verdicts: readonly boolean[],
  { url, token }: { readonly url: string; readonly token: string },
): Promise<readonly { body: object; isAccepted: boolean }[]> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const judged = await Promise.all(
    corpus.map(async (body, n) => {
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const { status } = await fetch(`${url}/tasks`, init);
      if (status !== 201 && status !== 422) throw new Error(`The service returned ${status}`);
      return { body, isAccepted: status === 201, verdict: verdicts[n] };
    }),
  );
  return judged.filter(({ isAccepted, verdict }) => verdict !== isAccepted);
}
