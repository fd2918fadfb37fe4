import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** A script that imports a module, and prints the packages that the import loads. */
const script = `
  import { registerHooks } from 'node:module';
  const packages = new Set();
  registerHooks({
    load(url, context, next) {
      const [, name] = /\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
      if (name !== undefined) packages.add(name);
      return next(url, context);
    },
  });
  await import(process.argv[1]);
  console.log(JSON.stringify([...packages]));
`;

async function loadedPackages(file: string): Promise<string[]> {
  const args = ['--input-type=module', '--eval', script, `${project}${file}`];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: project, env: {} });
  return JSON.parse(stdout) as string[];
}

test.each(['migrate', 'export', 'import', 'erase-owner', 'backup', 'restore', 'token'])(
  'loads neither Express nor winston for the command %s',
  async (name) => {
    const packages = await loadedPackages(`src/commands/${name}.ts`);
    expect(packages).toContain('envalid');
    expect(packages).not.toContain('express');
    expect(packages).not.toContain('express-openapi-validator');
    expect(packages).not.toContain('winston');
  },
);

test('loads Express and winston for the service', async () => {
  expect(await loadedPackages('src/service.ts')).toEqual(expect.arrayContaining(['express', 'winston']));
});
