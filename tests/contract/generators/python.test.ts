// A Python client that is generated from the published contract can be imported, and works with the service.
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { contract as loaded } from '../../support/contract.ts';
import { useServer } from '../../support/use-server.ts';
import { recipe } from './page.ts';
import { installPython } from './python.ts';
import { round } from './round.ts';
import { openWorkshop } from './workshop.ts';
import type { Workshop } from './workshop.ts';

const page = recipe('openapi-python-client');
const [specifier = ''] = page.commands.flatMap((line) => /^pip install (\S+)$/.exec(line)?.[1] ?? []);

// Runs before Jest collects the tests, because it decides whether there is one.
const python = await installPython(specifier);
const why = 'missing' in python ? `; skipped: ${python.missing}` : '';
if (why !== '') console.warn(`openapi-python-client${why}`);

const contract = loaded as unknown as {
  document: {
    components: {
      examples: {
        NewTask: { value: { title: string } };
        InvalidTask: { value: { errors: readonly object[] } };
      };
    };
  };
};

const { server } = useServer();
let workshop: Workshop | undefined;
afterEach(() => workshop?.close());

(why === '' ? test : test.skip)(
  `generates a client with openapi-python-client that completes the round${why}`,
  async () => {
    const programs = 'programs' in python ? python.programs : '';
    const token = await server.token('generated-client');
    workshop = await openWorkshop(page, { url: server.url, token });

    const [, [command = '', ...args] = []] = workshop.commands;
    const generated = await workshop.run(join(programs, command), args);
    expect(generated).toMatchObject({ code: 0 });
    // Any other warning is a part of the contract that the generated client lacks.
    expect(generated.output.match(/^WARNING.*$/gm)).toEqual([
      'WARNING parsing GET /openapi.yaml within contract.',
    ]);

    const compiled = await workshop.run(join(programs, 'python'), ['-m', 'compileall', '-q', 'task_client']);
    expect(compiled).toEqual({ code: 0, output: '' });
    expect(await workshop.run(join(programs, 'python'), ['round.py'])).toEqual({ code: 0, output: round });

    // A later version may send new properties, a new problem type and a new code.
    const { NewTask: task, InvalidTask: problem } = contract.document.components.examples;
    const [error] = problem.value.errors;
    const later = {
      task: { ...task.value, color: 'red' },
      problem: {
        ...{ ...problem.value, type: 'urn:problem-type:task-manager-api:later', title: 'Later', hint: 1 },
        errors: [{ ...error, code: 'later', hint: 1 }],
      },
    };
    const read = [
      'import json, sys',
      'from task_client.models import InvalidCreateProblem, Task',
      'sent = json.loads(sys.argv[1])',
      'print(Task.from_dict(sent["task"]).title)',
      'print(InvalidCreateProblem.from_dict(sent["problem"]).errors[0].code)',
    ].join('\n');
    expect(await workshop.run(join(programs, 'python'), ['-c', read, JSON.stringify(later)])).toEqual({
      code: 0,
      output: `${task.value.title}\nlater\n`,
    });
  },
  60_000,
);
