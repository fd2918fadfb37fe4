import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { countDroppedLines, createLogSink } from '../../src/observability/log-sink.ts';
import { cleanUp, serve, settings } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(cleanUp);

const kilobyte = `${'x'.repeat(1023)}\n`;

function unexpectedResume(): never {
  throw new Error('The stream never stalled');
}

describe('the batches of a sink', () => {
  let written: string[];
  const createSink = () =>
    createLogSink(
      new Writable({
        decodeStrings: false,
        write(chunk: string, _encoding, done) {
          written.push(chunk);
          done();
        },
      }),
      unexpectedResume,
    );

  beforeEach(() => {
    written = [];
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('are written 100 ms after their first line', () => {
    const sink = createSink();
    sink.write('a\n');
    jest.advanceTimersByTime(60);
    sink.write('b\n');
    expect(written).toEqual([]);
    jest.advanceTimersByTime(40);
    expect(written).toEqual(['a\nb\n']);
    sink.write('c\n');
    jest.advanceTimersByTime(100);
    expect(written).toEqual(['a\nb\n', 'c\n']);
  });

  test('are written earlier when they reach 32 KiB', () => {
    const sink = createSink();
    for (let n = 0; n < 70; n += 1) sink.write(kilobyte);
    expect(written.map(({ length }) => length)).toEqual([32 * 1024, 32 * 1024]);
    sink.flush();
    expect(written.join('')).toBe(kilobyte.repeat(70));
  });

  test('are written once, and never empty', () => {
    const sink = createSink();
    sink.flush();
    sink.write('a\n');
    sink.flush();
    sink.flush();
    jest.advanceTimersByTime(1000);
    expect(written).toEqual(['a\n']);
  });
});

describe('a sink whose stream stalls', () => {
  test('buffers a megabyte, drops and counts further lines, and reports their number once the stream drains', async () => {
    const stream = new PassThrough();
    const reported: number[] = [];
    const sink = createLogSink(stream, (dropped) => {
      reported.push(dropped);
      sink.write('again\n');
      sink.flush();
      stream.end();
    });
    const registry = new Registry();
    countDroppedLines(registry, sink);

    for (let n = 0; n < 2000; n += 1) sink.write(kilobyte);
    // The limit plus the batch that exceeded it.
    expect(stream.writableLength).toBeLessThanOrEqual(1024 * 1024 + 32 * 1024);
    expect(sink.droppedLines).toBeGreaterThan(900);
    const dropped = sink.droppedLines;
    sink.write('two\n');
    sink.write('more\n');
    expect(sink.droppedLines).toBe(dropped + 2);
    expect(reported).toEqual([]);

    const read = await text(stream);
    expect(reported).toEqual([dropped + 2]);
    expect(sink.droppedLines).toBe(dropped + 2);
    expect(read.split('\n')).toHaveLength(2000 - dropped + 2);
    expect(read.endsWith('again\n')).toBe(true);
    expect(await registry.metrics()).toContain(`log_lines_dropped_total ${dropped + 2}`);
  });

  test('reports nothing when the stream drains before a line is dropped', async () => {
    const stream = new PassThrough();
    const sink = createLogSink(stream, unexpectedResume);
    while (stream.writableLength <= 1024 * 1024) sink.write(kilobyte);
    stream.end();
    await text(stream);
    expect(sink.droppedLines).toBe(0);
  });
});

test('counts the lines that the stream fails to write', async () => {
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      done(new Error('No space left'));
    },
  });
  stream.on('error', () => undefined);
  const sink = createLogSink(stream, unexpectedResume);
  sink.write('a\n');
  sink.write('b\n');
  sink.flush();
  await new Promise(setImmediate);
  expect(sink.droppedLines).toBe(2);
});

describe('the log of a process', () => {
  test('is written while the process runs', async () => {
    const service = await serve(settings(temporaryFolder()));
    await fetch(`${service.url}/health/live`);
    await service.untilLogged('request');
  });

  test.each([
    ['an uncaught exception', 'throw new Error("at the end")'],
    ['an unhandled rejection', 'void Promise.reject(new Error("at the end"))'],
    ['process.exit', 'process.exit(1)'],
  ])('is complete when the process ends by %s', async (_name, end) => {
    const folder = temporaryFolder();
    const preloaded = join(folder, 'end.mjs');
    writeFileSync(preloaded, `process.on('SIGUSR2', () => { ${end}; });`);
    const service = await serve({ ...settings(folder), NODE_OPTIONS: `--import=${preloaded}` });
    for (let n = 0; n < 50; n += 1) await fetch(`${service.url}/health/live`);
    service.kill('SIGUSR2');
    expect((await service.ended).code).toBe(1);
    expect(service.logged().filter(({ message }) => message === 'request')).toHaveLength(50);
  });
});
