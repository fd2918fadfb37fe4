// Checks the configuration files with the tools of Prometheus and Alertmanager.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { observability, run } from './programs.ts';

const yamlFilesOf = (folder: string): string[] =>
  readdirSync(join(observability, folder))
    .sort()
    .map((file) => join(observability, folder, file));

/** The command of each check, by name. It must exit with 0. */
function checks(): Readonly<Record<string, readonly string[]>> {
  const alertmanager = join(observability, 'alertmanager/alertmanager.yml');
  const route = (receiver: string, ...labels: string[]): string[] => [
    ...['amtool', 'config', 'routes', 'test', `--config.file=${alertmanager}`],
    ...[`--verify.receivers=${receiver}`, ...labels],
  ];
  return {
    'promtool check config': [
      'promtool',
      'check',
      'config',
      join(observability, 'prometheus/prometheus.yml'),
    ],
    'promtool check rules': ['promtool', 'check', 'rules', ...yamlFilesOf('prometheus/rules')],
    'amtool check-config': ['amtool', 'check-config', alertmanager],
    'routes pages to on-call': route('page', 'severity=page', 'alertname=TargetDown'),
    'routes tickets to the queue': route('ticket', 'severity=ticket', 'alertname=WalGrowing'),
    // One command for each file, so that they run in parallel.
    ...Object.fromEntries(
      yamlFilesOf('prometheus/tests').map((file) => [
        `promtool test rules ${file.replace(/.*\//, '')}`,
        ['promtool', 'test', 'rules', file],
      ]),
    ),
  };
}

/** Runs all checks and returns the output of each check that failed. */
export async function checkFiles(tmp: string): Promise<string[]> {
  const results = await Promise.all(
    Object.entries(checks()).map(async ([name, [command = '', ...args]]) => {
      const { code, output } = await run(command, args, { ...process.env, TMPDIR: tmp });
      console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
      return code === 0 ? [] : [`${name}:\n${output}`];
    }),
  );
  return results.flat();
}
