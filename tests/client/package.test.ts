// Tests the client's package as npm packs it: its entry points, its size, and the types that editors show. Uses tools
// and libraries that the project does not depend on.
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ts from 'typescript';
import { sign } from '../../src/webhooks/signature.ts';
import { installNpm } from '../contract/generators/tools.ts';
import { scaled } from '../support/timeouts.js';
import { useServer } from '../support/use-server.ts';
import {
  compile,
  installClient,
  programsWithLibraries,
  run,
  snippets,
  typeCheck,
  typescript,
  type Compiler,
} from './guides.ts';

// Runs before Jest collects the tests, because the outcome decides which tests are skipped.
const tools = await installNpm(join(import.meta.dirname, 'package'));
const why = 'missing' in tools ? `; skipped: ${tools.missing}` : '';
if (why !== '') console.warn(`Tests of the client package${why}`);
const modulesOfTools = 'modules' in tools ? (tools.modules ?? '') : '';
const testWithTools = why === '' ? test : test.skip;

const { server } = useServer();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-'));
  const modules = join(folder, 'node_modules');
  await installClient(modules);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  if (why !== '') return;
  for (const name of ['msw', '@tanstack', 'vite', 'react', 'react-dom', '@types'])
    await symlink(join(modulesOfTools, name), join(modules, name));
}, scaled(120_000));
afterAll(() => rm(folder, { recursive: true }));

const passed = { code: 0, errors: '' };

async function archive(): Promise<string> {
  const names = await readdir(join(folder, 'node_modules'));
  return join(
    folder,
    'node_modules',
    names.find((name) => name.endsWith('.tgz'))!,
  );
}

testWithTools(`has types that match its modules, according to attw${why}`, async () => {
  const cli = join(modulesOfTools, '@arethetypeswrong/cli/dist/index.js');
  // The guide requires a module resolution that supports `exports`.
  const { code, output } = await run(process.execPath, [cli, await archive(), '--profile', 'node16']);
  expect(code === 0 ? '' : output).toBe('');
});

testWithTools(`has a valid package.json, according to publint${why}`, async () => {
  const cli = join(modulesOfTools, 'publint/src/cli.js');
  const { code, output } = await run(process.execPath, [cli, await archive(), '--strict']);
  expect(code === 0 ? '' : output).toBe('');
});

/** Bundles a module that imports the client, as for a page. Returns the compressed size in bytes. */
async function bundledBytes(code: string): Promise<number> {
  const input = join(folder, 'bundle.js');
  await writeFile(input, code);
  const cli = join(modulesOfTools, 'esbuild/bin/esbuild');
  const { output, errors } = await run(
    cli,
    [input, '--bundle', '--minify', '--format=esm', '--platform=browser', '--log-level=error'],
    folder,
  );
  expect(errors).toBe('');
  return gzipSync(output, { level: 9 }).length;
}

testWithTools(`takes less than 6 kB with openapi-fetch${why}`, async () => {
  const all = await bundledBytes("export * from 'task-manager-client';");
  const alone = await bundledBytes("export { createTaskClient } from 'task-manager-client';");
  expect(all).toBeLessThan(6000);
  expect(alone).toBeLessThan(all);
  expect(await bundledBytes("export * from 'task-manager-client/webhooks';")).toBeLessThan(1000);
});

testWithTools(`omits what a page does not import${why}`, async () => {
  expect(await bundledBytes("export { etagOf } from 'task-manager-client';")).toBeLessThan(150);
  expect(await bundledBytes("import 'task-manager-client';")).toBeLessThan(50);
});

test.each([
  ['an ES module', 'program.mjs', 'const load = (name) => import(name);'],
  ['a CommonJS module', 'program.cjs', 'const load = async (name) => require(name);'],
])('runs in %s', async (_, file, load) => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const webhook = JSON.stringify({ headers: sign([secret], 'msg_1', new Date(), '{}'), body: '{}' });
  const settings = JSON.stringify({ baseUrl: server.url, token: await server.token('package') });
  await writeFile(
    join(folder, file),
    `${load}
    void (async () => {
      const { createTaskClient, unwrap } = await load('task-manager-client');
      const { tasksInfiniteOptions } = await load('task-manager-client/query');
      const { exampleResponse } = await load('task-manager-client/msw');
      const { verifyWebhook } = await load('task-manager-client/webhooks');
      const client = createTaskClient(${settings});
      const { title } = unwrap(await client.POST('/tasks', { body: { title: 'Water the plants' } }));
      const options = tasksInfiniteOptions(client);
      const page = await options.queryFn({ pageParam: null, signal: AbortSignal.timeout(${scaled(10_000)}) });
      const { status } = exampleResponse('createTask', 201);
      const event = await verifyWebhook(${webhook}, '${secret}');
      console.log(JSON.stringify([title, page.items[0].title, status, event]));
    })();`,
  );
  // Node 24 can require an ES module. Without that, the program needs the CommonJS module.
  const flags = file.endsWith('.cjs') ? ['--no-experimental-require-module'] : [];
  const { output, errors } = await run(process.execPath, [...flags, join(folder, file)]);
  expect(errors).toBe('');
  expect(JSON.parse(output)).toEqual(['Water the plants', 'Water the plants', 201, {}]);
});

test.each([
  ["unwrap(await client.GET('/tasks/{taskId}', { params: { path: { taskId: '' } } }))", 'Task'],
  ["unwrap(await client.GET('/tasks'))", 'TaskPage'],
  ["unwrap(await client.GET('/tasks')).items", 'Task[]'],
  ["unwrap(await createTaskOnce(client, { title: '' }))", 'Task'],
  ["unwrap(await client.GET('/summary'))", 'Summary'],
])('shows the type of %s as %s in an editor', async (expression, type) => {
  const file = join(folder, 'hover.mts');
  const text = `import { createTaskClient, createTaskOnce, unwrap } from 'task-manager-client';
    const client = createTaskClient({ baseUrl: '', token: '' });
    void createTaskOnce;
    const shown = ${expression};`;
  await writeFile(file, text);
  const service = ts.createLanguageService({
    ...ts.sys,
    getCompilationSettings: () => ({
      ...{ strict: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] },
    }),
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const content = ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  });
  expect(service.getSemanticDiagnostics(file).map(({ messageText }) => messageText)).toEqual([]);
  const info = service.getQuickInfoAtPosition(file, text.lastIndexOf('shown'));
  expect(ts.displayPartsToString(info?.displayParts)).toBe(`const shown: ${type}`);
});

test('finds a program for each library in the guide', () => {
  expect(programsWithLibraries.map(([title]) => title)).toEqual([
    'docs/guides/client.md query.ts',
    'docs/guides/client.md msw.ts',
  ]);
});

testWithTools.each(programsWithLibraries)(
  `compiles and runs %s${why}`,
  async (_, { page, file, code }) => {
    await mkdir(join(folder, 'guide'), { recursive: true });
    const api = snippets.find((snippet) => snippet.page === page && snippet.file === 'api.ts')!;
    const token = await server.token('library');
    for (const [name, text] of [
      ['api.ts', api.code],
      [file, code],
    ] as const)
      await writeFile(
        join(folder, 'guide', name),
        text.replaceAll('http://127.0.0.1:4010', server.url).replaceAll('any-token', token),
      );
    const project = { compiler: 'typescript', setup: 'nodenext', isExact: true } as const;
    // The declarations of MSW do not compile with every compiler.
    const checked = await typeCheck(folder, project, [`guide/${file}`], { skipLibCheck: true });
    expect(checked).toEqual({ ...passed, output: '' });
    const { output, ...outcome } = await run(process.execPath, [join(folder, 'guide', file)]);
    expect(outcome).toEqual(passed);
    expect(output).not.toBe('');
  },
  scaled(60_000),
);

testWithTools.each<[Compiler, object]>([
  // TypeScript 5.4 supports neither the template's target nor all of its other settings.
  [
    'typescript-5.4',
    { strict: true, target: 'es2022', erasableSyntaxOnly: undefined, tsBuildInfoFile: undefined },
  ],
  ['typescript', { strict: true }],
  // TypeScript 7 is strict by default.
  ['typescript-7', {}],
])(
  `compiles with all examples in a new Vite and React project, with %s${why}`,
  async (compiler, changes) => {
    const template = join(modulesOfTools, 'create-vite/template-react-ts');
    const app = join(folder, `app-${compiler}`);
    await cp(join(template, 'src'), join(app, 'src'), { recursive: true });
    for (const [, { page, file, code }] of typescript) {
      await mkdir(join(app, 'src', basename(page)), { recursive: true });
      await writeFile(join(app, 'src', basename(page), file), code);
    }
    const settings = await readFile(join(template, 'tsconfig.app.json'), 'utf8');
    const { config } = ts.parseConfigFileTextToJson('tsconfig.app.json', settings) as {
      config: { compilerOptions: object; include: string[] };
    };
    const compilerOptions = { ...config.compilerOptions, ...changes };
    const file = join(app, 'tsconfig.app.json');
    await writeFile(file, JSON.stringify({ ...config, compilerOptions }));
    expect(await compile(compiler, file)).toEqual({ ...passed, output: '' });
  },
  scaled(60_000),
);

test('lists each peer dependency in peerDependenciesMeta and in tests/client/package/package.json', async () => {
  const read = async (path: string) =>
    JSON.parse(await readFile(join(import.meta.dirname, path), 'utf8')) as Record<string, object>;
  const { peerDependencies, peerDependenciesMeta } = await read('../../client/package.json');
  expect(Object.keys(peerDependencies!).sort()).toEqual(Object.keys(peerDependenciesMeta!).sort());
  expect((await read('package/package.json'))['dependencies']).toMatchObject(
    Object.fromEntries(Object.keys(peerDependencies!).map((name) => [name, expect.any(String)])),
  );
});
