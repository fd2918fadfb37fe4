// Opens an issue about a failed nightly run, or comments on the open one: node report-nightly-failure.ts SUMMARY…
import { existsSync, readFileSync } from 'node:fs';
import { call, truncate, readJob, requiredVariable } from './github.ts';
import { failedJobs } from './needs.ts';
import type { Needs } from './needs.ts';

const label = 'nightly';

const files = process.argv.slice(2);
const failed = failedJobs(JSON.parse(requiredVariable(process.env, 'NEEDS')) as Needs);
const job = readJob(process.env);
const body = truncate(
  [
    `Failed in [last night's run](${job.run}): ${failed.join(', ')}.`,
    'The fuzzing summary contains the seeds and curl commands to reproduce the findings (docs/guides/fuzzing.md).',
    ...files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8')),
  ].join('\n\n'),
  job.run,
);

const [open] = (await call(job, 'GET', `/issues?labels=${label}&state=open&per_page=1`)) as {
  number: number;
}[];
if (open === undefined) {
  await call(job, 'POST', '/issues', { title: 'The nightly run failed', labels: [label], body });
} else await call(job, 'POST', `/issues/${open.number}/comments`, { body });
console.log(open === undefined ? 'Opened an issue.' : `Commented on issue ${open.number}.`);
