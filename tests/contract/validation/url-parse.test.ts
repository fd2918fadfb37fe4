import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const settle = new URL('../../../src/contract/validation/url-parse.ts', import.meta.url).href;

/** What a process says that settles the matter or not, and then calls `url.parse` itself and warns of something else. */
async function said(begin: string): Promise<string> {
  const script = `${begin}; const { parse } = await import('node:url');
    parse('/a'); process.emitWarning('another', 'DeprecationWarning');`;
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return stderr;
}

test('Node takes its warning about url.parse for given, and no other', async () => {
  expect(await said('')).toMatch(/DEP0169[^]*another/);
  const settled = await said(`(await import('${settle}')).settleUrlParse()`);
  expect(settled).not.toContain('DEP0169');
  expect(settled).toContain('another');
});

test('the validator still calls it for each request', () => {
  const file = 'express-openapi-validator/dist/middlewares/parsers/req.parameter.mutator.js';
  expect(readFileSync(createRequire(import.meta.url).resolve(file), 'utf8')).toContain('url.parse(');
});
