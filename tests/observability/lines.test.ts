import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { bufferLines } from '../../src/observability/line-buffer.ts';
import { cleanUp, serve, settings, temporaryFolder } from '../support/child-process.ts';

afterEach(cleanUp);

describe('the buffer', () => {
  let written: string[];
  const buffer = () => bufferLines({ write: (text: string) => written.push(text) });

  beforeEach(() => {
    written = [];
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('writes many lines at once, none later than a tenth of a second after it came', () => {
    const lines = buffer();
    lines.write('a\n');
    jest.advanceTimersByTime(60);
    lines.write('b\n');
    expect(written).toEqual([]);
    jest.advanceTimersByTime(40);
    expect(written).toEqual(['a\nb\n']);
    lines.write('c\n');
    jest.advanceTimersByTime(100);
    expect(written).toEqual(['a\nb\n', 'c\n']);
  });

  test('writes sooner what is more than 32 KiB, and holds no more', () => {
    const lines = buffer();
    const line = `${'x'.repeat(1023)}\n`;
    for (let n = 0; n < 70; n += 1) lines.write(line);
    expect(written.map(({ length }) => length)).toEqual([32 * 1024, 32 * 1024]);
    lines.flush();
    expect(written.join('')).toBe(line.repeat(70));
  });

  test('has nothing to write twice, or when there is nothing', () => {
    const lines = buffer();
    lines.flush();
    lines.write('a\n');
    lines.flush();
    lines.flush();
    jest.advanceTimersByTime(1000);
    expect(written).toEqual(['a\n']);
  });
});

describe('the log of a process', () => {
  test('is written soon, while it runs', async () => {
    const service = await serve(settings(await temporaryFolder()));
    await fetch(`${service.url}/health/live`);
    await service.untilLogged('request');
  });

  test.each([
    ['an exception that nobody caught', 'throw new Error("at the end")'],
    ['a promise that nobody caught', 'void Promise.reject(new Error("at the end"))'],
    ['process.exit', 'process.exit(1)'],
  ])('is whole when it ends by %s', async (_what, end) => {
    const folder = await temporaryFolder();
    const preloaded = join(folder, 'end.mjs');
    writeFileSync(preloaded, `process.on('SIGUSR2', () => { ${end}; });`);
    const service = await serve({
      ...settings(folder),
      NODE_OPTIONS: `--import=${preloaded}`,
    });
    for (let n = 0; n < 50; n += 1) await fetch(`${service.url}/health/live`);
    service.kill('SIGUSR2');
    expect((await service.ended).code).toBe(1);
    expect(service.logged().filter(({ message }) => message === 'request')).toHaveLength(50);
  });
});
