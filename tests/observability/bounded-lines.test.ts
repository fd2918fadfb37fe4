import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { boundLines, countLost } from '../../src/observability/bounded-lines.ts';

const kilobyte = `${'x'.repeat(1023)}\n`;

describe('a log that nobody reads', () => {
  test('keeps a megabyte, loses and counts what comes then, and goes on once it is read', async () => {
    const stream = new PassThrough();
    const told: number[] = [];
    const lines = boundLines(stream, (lost) => {
      told.push(lost);
      lines.write('again\n');
      stream.end();
    });
    const registry = new Registry();
    countLost(registry, lines);

    for (let n = 0; n < 2000; n += 1) lines.write(kilobyte);
    expect(stream.writableLength).toBeLessThanOrEqual(1024 * 1024 + kilobyte.length);
    expect(lines.lost).toBeGreaterThan(900);
    const { lost } = lines;
    lines.write('two\nmore\n');
    expect(lines.lost).toBe(lost + 2);
    expect(told).toEqual([]);

    const read = await text(stream);
    expect(told).toEqual([lost + 2]);
    expect(lines.lost).toBe(lost + 2);
    expect(read.split('\n')).toHaveLength(2000 - lost + 2);
    expect(read.endsWith('again\n')).toBe(true);
    expect(await registry.metrics()).toContain(`log_lines_lost_total ${lost + 2}`);
  });
});
