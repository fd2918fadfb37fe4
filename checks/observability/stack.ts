// Runs Prometheus and Alertmanager on free ports with copies of the project's files. The copies differ in three ways:
// different addresses, sixty times the speed (accelerate.ts), and receivers that record notifications.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { accelerate } from './accelerate.ts';
import { observability } from './programs.ts';
import { replaced } from './project-files.ts';
import { respondsOk } from '../../tests/support/responds-ok.ts';
import { freePort } from '../../tests/support/free-port.ts';

/** A notification to a receiver. */
export interface Notice {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
}

/** A sample in a response from Prometheus. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

export interface Stack {
  /** The notifications so far, the oldest first. */
  readonly notices: readonly Notice[];
  query(expr: string): Promise<Sample[]>;
  /** The names of the firing alerts in Alertmanager, with their windows. */
  firing(): Promise<string[]>;
  stop(): Promise<void>;
}

/** The name of an alert, with its window if it has one. */
export const nameOf = ({ alertname = '', window = '' }: Notice['labels']): string =>
  `${alertname} ${window}`.trim();

/** Starts both programs, which monitor these instances of the service, and waits until they are ready. */
export async function startStack(folder: string, services: readonly URL[]): Promise<Stack> {
  const [prometheusPort, alertmanagerPort] = [await freePort(), await freePort()];
  const notices: Notice[] = [];
  const hook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { alerts } = JSON.parse(Buffer.concat(chunks).toString()) as {
        alerts: Omit<Notice, 'receiver'>[];
      };
      notices.push(...alerts.map((alert) => ({ ...alert, receiver: (request.url ?? '').slice(1) })));
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
  const address = hook.address();
  const hookPort = typeof address === 'object' ? Number(address?.port) : 0;

  const config = join(folder, 'prometheus');
  mkdirSync(join(config, 'rules'), { recursive: true });
  copy(join(config, 'prometheus.yml'), 'prometheus/prometheus.yml', {
    'api:5000': services.map(({ host }) => host).join(', '),
    'alertmanager:9093': `127.0.0.1:${alertmanagerPort}`,
    'localhost:9090': `127.0.0.1:${prometheusPort}`,
  });
  for (const file of readdirSync(join(observability, 'prometheus/rules'))) {
    copy(join(config, 'rules', file), `prometheus/rules/${file}`, {});
  }
  copy(
    join(folder, 'alertmanager.yml'),
    'alertmanager/alertmanager.yml',
    Object.fromEntries(
      ['page', 'ticket'].map((name) => [
        `  - name: ${name}\n`,
        `  - name: ${name}\n    webhook_configs: [{ url: 'http://127.0.0.1:${hookPort}/${name}' }]\n`,
      ]),
    ),
  );

  const stops = [
    start(folder, 'prometheus', [
      `--config.file=${join(config, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      '--storage.tsdb.retention.time=15d',
      `--web.listen-address=127.0.0.1:${prometheusPort}`,
    ]),
    start(folder, 'prometheus-alertmanager', [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
      '--cluster.listen-address=',
    ]),
  ];
  const prometheus = `http://127.0.0.1:${prometheusPort}`;
  const alertmanager = `http://127.0.0.1:${alertmanagerPort}`;
  const stop = async (): Promise<void> => {
    for (const end of stops) await end();
    hook.close();
  };
  try {
    await untilOk(`${prometheus}/-/ready`);
    await untilOk(`${alertmanager}/-/ready`);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    notices,
    async query(expr) {
      const body = new URLSearchParams({ query: expr });
      const answer = await fetch(`${prometheus}/api/v1/query`, { method: 'POST', body });
      const { status, error, data } = (await answer.json()) as {
        status: string;
        error?: string;
        data?: { result: Sample[] };
      };
      if (status !== 'success' || data === undefined) throw new Error(error);
      return data.result;
    },
    async firing() {
      const answer = await fetch(`${alertmanager}/api/v2/alerts?active=true`);
      const alerts = (await answer.json()) as { labels: Notice['labels'] }[];
      return alerts.map(({ labels }) => nameOf(labels));
    },
    stop,
  };
}

/** Writes an accelerated copy of a file in observability/, with words replaced. */
function copy(path: string, source: string, words: Readonly<Record<string, string>>): void {
  writeFileSync(path, accelerate(replaced(source, words)));
}

function start(folder: string, command: string, args: readonly string[]): () => Promise<void> {
  const log = openSync(join(folder, `${command}.log`), 'w');
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', log, log] });
  const ended = once(child, 'exit');
  return async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
}

async function untilOk(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (await respondsOk(url)) return;
    await setTimeout(100);
  }
  throw new Error(`${url} did not become ready within 30 seconds`);
}
