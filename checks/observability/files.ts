// What Prometheus's and Alertmanager's own tools say about the files.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { observability, run } from './paths.ts';

const yamlFilesOf = (folder: string): string[] =>
  readdirSync(join(observability, folder))
    .sort()
    .map((file) => join(observability, folder, file));

/** Each check with its command; all of them have to end with 0. */
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
    'a page goes to who is on call': route('page', 'severity=page', 'alertname=TargetDown'),
    'a ticket goes to the tickets': route('ticket', 'severity=ticket', 'alertname=WalGrowing'),
    // One after the other, they take longer than all the rest.
    ...Object.fromEntries(
      yamlFilesOf('prometheus/tests').map((file) => [
        `promtool test rules ${file.replace(/.*\//, '')}`,
        ['promtool', 'test', 'rules', file],
      ]),
    ),
  };
}

/** Runs every check, and returns the names of those that failed with what they said. */
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
