// Runs Prometheus with the project's configuration.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../tests/support/free-port.ts';
import { respondsOk } from '../../tests/support/responds-ok.ts';
import { startProgram } from './processes.ts';
import { replaced } from '../observability/project-files.ts';

export interface Prometheus {
  /** The address of its API. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface PrometheusOptions {
  /** Replacements in the configuration. The key is the old text, the value the new text. */
  readonly words: Readonly<Record<string, string>>;
  /** Edits the configuration. */
  readonly edit?: (text: string) => string;
  readonly flags?: readonly string[];
}

/** Starts Prometheus. Its files are in the subdirectory `prometheus/`, which may already contain rules. */
export async function startPrometheus(
  folder: string,
  { words, edit = (text) => text, flags = [] }: PrometheusOptions,
): Promise<Prometheus> {
  const address = `127.0.0.1:${await freePort()}`;
  const config = join(folder, 'prometheus/prometheus.yml');
  mkdirSync(join(folder, 'prometheus'), { recursive: true });
  writeFileSync(config, edit(replaced('prometheus/prometheus.yml', { ...words, 'localhost:9090': address })));
  const url = `http://${address}`;
  const program = await startProgram(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=${address}`,
      ...flags,
    ],
    { folder, name: 'prometheus', isReady: () => respondsOk(`${url}/-/ready`) },
  );
  return { url, stop: () => program.kill() };
}
