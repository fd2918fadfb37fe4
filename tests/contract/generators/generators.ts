// The generators for which the guide has a recipe. Adds what the recipes do not contain: the tools, and further checks.
import { fileURLToPath } from 'node:url';
import { projectModules } from './recipe-folder.ts';
import { installNpm, pythonTools, requirePrograms } from './tools.ts';
import type { Missing, Tools } from './tools.ts';

/** Files to write and a line to run. */
export interface Program {
  readonly files: Readonly<Record<string, string>>;
  readonly line: string;
}

export interface Generator {
  /** The heading of its recipe. */
  readonly heading: string;
  readonly language: string;
  /** Finds or installs the tools that the recipe needs. `specifier` is the generator's `name==version`. */
  tools(specifier: string): Promise<Tools | Missing>;
  /**
   * A line of the generator's output that the recipe explains. Any other warning means that the client lacks a part of the
   * contract.
   */
  readonly knownWarning?: string;
  /** What the recipe sends instead of `null` to remove all tags. */
  readonly nullTags?: string;
  /** Compiles the client, if no command of the recipe does. */
  readonly compile?: Program;
  /** Prints a JSON array of whether the generated validator accepts each of the bodies in `bodies.json`. */
  readonly validator?: Program;
}

/** TypeScript's `strict`, with the generated declarations checked too. */
const compilerOptions = {
  ...{ strict: true, skipLibCheck: false, noEmit: true },
  ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
  ...{ module: 'nodenext', allowImportingTsExtensions: true },
};
const typescript: Program = {
  files: { 'tsconfig.json': JSON.stringify({ compilerOptions, include: ['round.ts'] }) },
  line: `node '${projectModules}/typescript/bin/tsc' --project tsconfig.json`,
};

const zod = (module: string, schema: string): Program => ({
  files: {
    'validate.ts': `import { readFileSync } from 'node:fs';
import { ${schema} as schema } from '${module}';
const bodies = JSON.parse(readFileSync('bodies.json', 'utf8')) as unknown[];
console.log(JSON.stringify(bodies.map((body) => schema.safeParse(body).success)));
`,
  },
  line: 'node validate.ts',
});

const none = async (): Promise<Tools> => ({});

/** openapi-generator, which is written in Java, and the programs of its recipe. */
const openapiGenerator =
  (...programs: string[]) =>
  async (specifier: string): Promise<Tools | Missing> => {
    const found = await requirePrograms('java', 'python3', ...programs);
    return 'missing' in found ? found : await pythonTools(specifier);
  };

/** Generators that take seconds and need at most Python, for `npm test`. */
export const fastGenerators: readonly Generator[] = [
  {
    heading: 'openapi-typescript and openapi-fetch',
    language: 'TypeScript',
    tools: none,
    compile: typescript,
  },
  {
    ...{ heading: '@hey-api/openapi-ts', language: 'TypeScript, zod', tools: none, compile: typescript },
    validator: zod('./client/zod.gen.ts', 'zCreateTask'),
  },
  {
    ...{ heading: 'openapi-python-client', language: 'Python', tools: pythonTools },
    compile: { files: {}, line: 'python -m compileall -q task_client' },
    knownWarning: 'WARNING parsing GET /openapi.yaml within contract.',
  },
];

/** Generators that need Java, Go or many packages, for `npm run check:generators`. */
export const slowGenerators: readonly Generator[] = [
  { heading: 'openapi-generator, java', language: 'Java', tools: openapiGenerator('mvn') },
  {
    ...{ heading: 'openapi-generator, typescript-fetch', language: 'TypeScript', tools: openapiGenerator() },
    nullTags: '[]',
  },
  {
    ...{ heading: 'openapi-generator, python', language: 'Python, pydantic', tools: openapiGenerator() },
    validator: {
      files: {
        'validate.py': `import json
from openapi_client.models import CreateTask

def accepts(body):
    try:
        CreateTask.from_dict(body)
        return True
    except ValueError:
        return False

print(json.dumps([accepts(body) for body in json.load(open("bodies.json"))]))
`,
      },
      line: 'python validate.py',
    },
  },
  { heading: 'oapi-codegen', language: 'Go', tools: () => requirePrograms('go') },
  {
    ...{ heading: 'ogen', language: 'Go', tools: () => requirePrograms('go') },
    validator: {
      files: {
        'validate/main.go': `package main

import (
	"encoding/json"
	"fmt"
	"os"

	"example.com/round/tasks"
)

func main() {
	text, _ := os.ReadFile("bodies.json")
	var bodies []json.RawMessage
	if err := json.Unmarshal(text, &bodies); err != nil {
		panic(err)
	}
	verdicts := []bool{}
	for _, body := range bodies {
		var task tasks.CreateTask
		err := task.UnmarshalJSON(body)
		if err == nil {
			err = task.Validate()
		}
		verdicts = append(verdicts, err == nil)
	}
	printed, _ := json.Marshal(verdicts)
	fmt.Println(string(printed))
}
`,
      },
      line: 'go run ./validate',
    },
  },
  {
    ...{ heading: 'orval', language: 'TypeScript, zod', compile: typescript },
    tools: () => installNpm(fileURLToPath(new URL('../../../checks/generators', import.meta.url))),
    validator: zod('./zod.ts', 'CreateTaskBody'),
  },
];
