// Runs a recipe of the guide against a service, and reports the results.
import { edgeCaseBodies } from './edge-case-bodies.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import type { RecordingProxy } from './recording-proxy.ts';
import type { Generator, Program } from './generators.ts';
import { recipe, specifierOf } from './guide-recipes.ts';
import { laterOutput, output, patches } from './expected-output.ts';
import type { Outcome } from './run-program.ts';
import type { Tools } from './tools.ts';
import { createRecipeFolder } from './recipe-folder.ts';
import type { RecipeFolder } from './recipe-folder.ts';

/** The results for a generated client. */
export interface Result {
  readonly heading: string;
  readonly version: string;
  readonly language: string;
  readonly round: string;
  readonly patch: string;
  readonly later: string;
  readonly validator: string;
}

/** The results, and an explanation of each failure. */
export interface RecipeRun {
  readonly result: Result;
  readonly failures: readonly string[];
}

/** Generates a client with the tools, and runs the recipe's program against the service. */
export async function runRecipe(
  generator: Generator,
  service: { readonly url: string; readonly token: string },
  tools: Tools,
): Promise<RecipeRun> {
  const steps = recipe(generator.heading);
  const failures: string[] = [];
  const proxy = await startRecordingProxy(service.url);
  const recipeFolder = await createRecipeFolder(steps, { ...service, url: proxy.url }, tools);
  const passes = (name: string, expected: string, actual: string): string => {
    if (actual === expected) return 'passes';
    failures.push(`${generator.heading}, ${name}: expected\n${expected}\nbut got\n${actual}`);
    return 'fails';
  };
  try {
    const { nullTags = 'null' } = generator;
    const sent = patches.map((body) => body.replace('"tags":null', `"tags":${nullTags}`));
    const [last = '', ...earlier] = [...recipeFolder.commands].reverse();
    const failed = await generateClient(earlier.reverse(), recipeFolder, generator);
    const first = failed ?? (await recipeFolder.sh(last));
    const result = {
      ...{ heading: generator.heading, language: generator.language },
      version: specifierOf(steps).split(/@|==/).at(-1) ?? '',
      round: passes('round', output, first.output),
      patch: passes('patch', sent.join('\n'), [...new Set(proxy.patches)].join('\n')),
      later: passes('later version', laterOutput, await runLater(last, recipeFolder, proxy)),
    };
    const { validator } = generator;
    return { failures, result: { ...result, validator: validator ? await checkValidator(validator) : '' } };
  } finally {
    await recipeFolder.close();
    await proxy.close();
  }

  async function checkValidator(validator: Program): Promise<string> {
    const verdicts = await validate(validator, recipeFolder);
    const differences = await compare(verdicts, service);
    const [tooStrict, tooLax] = [true, false].map((isAccepted) =>
      differences.filter((difference) => difference.isAccepted === isAccepted),
    );
    for (const { body } of tooStrict ?? [])
      failures.push(`${generator.heading}: rejects a valid body: ${JSON.stringify(body)}`);
    if (tooStrict?.length) return 'fails';
    const kinds = new Set(tooLax?.map(({ body }) => kindOf(body)));
    return kinds.size > 0 ? `also accepts ${[...kinds].join(' and ')}` : 'agrees with the service';
  }
}

/** Describes what is invalid in a body. */
function kindOf(body: { readonly dueAt?: unknown; readonly tags?: unknown }): string {
  const { tags = [] } = body;
  if (Array.isArray(tags) && new Set(tags).size < tags.length) return 'duplicate tags';
  if ('tags' in body) return 'invalid tags';
  return 'dueAt' in body ? 'invalid dates' : 'invalid titles';
}

/**
 * Runs the commands that generate the client. Returns the first outcome that failed, or that warned about a part of the
 * contract.
 */
async function generateClient(
  commands: readonly string[],
  recipeFolder: RecipeFolder,
  { compile, knownWarning }: Generator,
): Promise<Outcome | undefined> {
  for (const line of commands) {
    // `tools` has already installed the generator.
    if (/^pip install \S+==/.test(line)) continue;
    const outcome = await recipeFolder.sh(line);
    if (outcome.code !== 0 || hasNewWarning(outcome, knownWarning)) return outcome;
  }
  if (compile === undefined) return undefined;
  for (const [file, text] of Object.entries(compile.files)) await recipeFolder.write(file, text);
  const outcome = await recipeFolder.sh(compile.line);
  return outcome.code === 0 ? undefined : outcome;
}

function hasNewWarning({ output }: Outcome, knownWarning?: string): boolean {
  if (knownWarning === undefined) return false;
  return (output.match(/^WARNING.*$/gm) ?? []).some((warning) => warning !== knownWarning);
}

async function runLater(line: string, recipeFolder: RecipeFolder, proxy: RecordingProxy): Promise<string> {
  proxy.isLater = true;
  const { output } = await recipeFolder.sh(line);
  proxy.isLater = false;
  return output;
}

async function validate({ files, line }: Program, recipeFolder: RecipeFolder): Promise<readonly boolean[]> {
  await recipeFolder.write('bodies.json', JSON.stringify(edgeCaseBodies));
  for (const [file, text] of Object.entries(files)) await recipeFolder.write(file, text);
  const { code, output } = await recipeFolder.sh(line);
  if (code !== 0) throw new Error(output);
  return JSON.parse(output) as boolean[];
}

/** The bodies on which the service and a validator disagree. */
async function compare(
  verdicts: readonly boolean[],
  { url, token }: { readonly url: string; readonly token: string },
): Promise<readonly { body: object; isAccepted: boolean }[]> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const compared = await Promise.all(
    edgeCaseBodies.map(async (body, n) => {
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const { status } = await fetch(`${url}/tasks`, init);
      if (status !== 201 && status !== 422) throw new Error(`The service returned ${status}`);
      return { body, isAccepted: status === 201, verdict: verdicts[n] };
    }),
  );
  return compared.filter(({ isAccepted, verdict }) => verdict !== isAccepted);
}
