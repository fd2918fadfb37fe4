// Prints `forward=true` if GITHUB_SHA is the published commit or comes after it, else `forward=false`, so that a rerun or a
// slow run moves nothing backwards: node forward.ts (--from COMMIT | --environment NAME). The published commit is given
// (empty: none), or it is that of the last successful deployment to an environment.
import { parseArgs } from 'node:util';
import { ApiError, call, readJob, required } from './github.ts';

const { values } = parseArgs({ options: { from: { type: 'string' }, environment: { type: 'string' } } });
const job = readJob(process.env);
const commit = required(process.env, 'GITHUB_SHA');
const published =
  values.environment === undefined ? (values.from ?? '') : await deployedTo(values.environment);

const forward = published === '' || (await comesAfter(published));
if (!forward)
  console.error(`${published.slice(0, 7)} is published, and ${commit.slice(0, 7)} is not after it.`);
console.log(`forward=${forward}`);

async function deployedTo(environment: string): Promise<string> {
  const query = `environment=${encodeURIComponent(environment)}&per_page=100`;
  const deployments = (await call(job, 'GET', `/deployments?${query}`)) as { id: number; sha: string }[];
  // The newest first. This run's own deployment has begun, but has not succeeded.
  for (const { id, sha } of deployments) {
    const [status] = (await call(job, 'GET', `/deployments/${id}/statuses?per_page=1`)) as {
      state: string;
    }[];
    if (status?.state === 'success') return sha;
  }
  return '';
}

async function comesAfter(base: string): Promise<boolean> {
  try {
    const { status } = (await call(job, 'GET', `/compare/${base}...${commit}`)) as { status: string };
    return status === 'ahead' || status === 'identical';
  } catch (error) {
    // The published commit is no longer in the repository: its history was rewritten.
    if (error instanceof ApiError && error.status === 404) return true;
    throw error;
  }
}
