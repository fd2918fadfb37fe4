// Parses docker-compose.yml, the Dockerfile and related YAML files.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly args: readonly string[]; readonly dockerfile?: string };
  readonly profiles?: readonly string[];
  readonly command?: string | readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  /** Network names, optionally with aliases. */
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly logging?: { readonly options: Readonly<Record<string, string>> };
  readonly stop_grace_period?: string;
  readonly [key: string]: unknown;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** The networks of a service. */
export function networksOf({ networks = [] }: ComposeService): readonly string[] {
  return Array.isArray(networks) ? (networks as readonly string[]) : Object.keys(networks);
}

/** Parses a YAML file. The path is relative to the project. */
export function readYaml(path: string): unknown {
  return load(readFileSync(`${root}${path}`, 'utf8'), { schema: CORE_SCHEMA.withTags(mergeTag) });
}

/** The last stage of the Dockerfile: its ENV, and the arguments of its other instructions. */
export function readDockerfile(path = 'Dockerfile') {
  const text = readFileSync(`${root}${path}`, 'utf8');
  const lines = text.replaceAll(/\\\n/g, ' ').split('\n');
  const instructions = lines
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => {
      const [name = '', ...words] = line.trim().split(/\s+/);
      return { name, words };
    });
  const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
  const of = (name: string) => last.filter((one) => one.name === name).map(({ words }) => words);
  const pairs = (list: string[][]) =>
    Object.fromEntries(list.flat().map((pair) => pair.split(/=(.*)/s).slice(0, 2))) as Record<string, string>;
  return {
    env: pairs(of('ENV')),
    /** The images that a build with these arguments pulls: those of the last stage and of the stages that it uses. */
    pulls: (given: Readonly<Record<string, string>> = {}): string[] => pulledImages(instructions, given),
    only: (name: string): string => {
      const [words, ...more] = of(name);
      if (words === undefined || more.length > 0) throw new Error(`${name} must occur exactly once`);
      return words.join(' ');
    },
  };
}

interface Instruction {
  readonly name: string;
  readonly words: readonly string[];
}

/** Follows `FROM` and `COPY --from` from the last stage, as BuildKit does. BuildKit builds no other stage. */
function pulledImages(
  instructions: readonly Instruction[],
  given: Readonly<Record<string, string>>,
): string[] {
  const first = instructions.findIndex(({ name }) => name === 'FROM');
  const defaults = instructions
    .slice(0, first)
    .filter(({ name }) => name === 'ARG')
    .map(({ words: [pair = ''] }) => pair.split('='));
  const args = { ...(Object.fromEntries(defaults) as Record<string, string>), ...given };
  const stages: { base: string; alias: string | undefined; uses: string[] }[] = [];
  for (const { name, words } of instructions) {
    const [base = '', , alias] = words;
    if (name === 'FROM')
      stages.push({
        base: base.replace(/^\$\{(\w+)\}$/, (_, key: string) => args[key] ?? ''),
        alias,
        uses: [],
      });
    const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
    if (name === 'COPY' && from !== undefined) stages.at(-1)!.uses.push(from);
  }
  const visit = (image: string): string[] => {
    const stage = stages.find(({ alias }) => alias === image);
    return stage === undefined ? [image] : [stage.base, ...stage.uses].flatMap(visit);
  };
  const { base, uses } = stages.at(-1)!;
  return [...new Set([base, ...uses].flatMap(visit))];
}
