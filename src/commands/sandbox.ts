import { parseArgs } from 'node:util';
import { serveUntilStopped } from '../process/serve.ts';
import { readSandboxConfig } from '../sandbox/config.ts';
import { sandboxHelp } from '../sandbox/help.ts';
import { maxDelayMs } from '../sandbox/responses.ts';
import { startSandbox } from '../sandbox/start.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';

const maxSeed = 10_000;

/** Serves the API from memory, for client development. */
export const sandbox: Command = {
  usage: '[--port 4020] [--host 127.0.0.1] [--seed 0] [--latency 50..400] [--error-rate 0.02]',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        seed: { type: 'string', default: '0' },
        latency: { type: 'string', default: '0' },
        'error-rate': { type: 'string', default: '0' },
      },
    });
    const seed = readSeed(values.seed);
    const latency = readLatency(values.latency);
    const errorRate = readRate(values['error-rate']);
    const config = readSandboxConfig({
      ...process.env,
      ...(values.port === undefined ? {} : { PORT: values.port }),
      ...(values.host === undefined ? {} : { HOST: values.host }),
    });
    const service = await serveUntilStopped(config, (logger) =>
      startSandbox(config, { seed, latency, errorRate }, logger),
    );
    const { count } = await service.database.reader
      .selectFrom('task')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    process.stderr.write(sandboxHelp(config.publicUrl ?? service.url, count));
  },
};

function readSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= maxSeed) return seed;
  throw new UsageError(`--seed must be an integer from 0 to ${maxSeed}`);
}

/** Parses a number of milliseconds, or a range. */
function readLatency(text: string): [min: number, max: number] {
  const [, low, high = low] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  const [min, max] = [Number(low), Number(high)];
  if (low !== undefined && min <= max && max <= maxDelayMs) return [min, max];
  throw new UsageError(`--latency must be milliseconds up to ${maxDelayMs}, for example 200 or 50..400`);
}

function readRate(text: string): number {
  const rate = Number(text);
  if (/^(?:\d|\.\d)[\d.]*$/.test(text) && rate <= 1) return rate;
  throw new UsageError('--error-rate must be a number from 0 to 1, for example 0.02');
}
