// Prints `forward=true` if GITHUB_SHA is the published commit or comes after it, else `forward=false`, so that a rerun or a
// slow run does not publish an older commit: node check-commit-order.ts (--from COMMIT | --environment NAME). The published
// commit is COMMIT (empty if nothing has been published) or the commit of the last successful deployment to NAME.
import { parseArgs } from 'node:util';
import { ApiError, call, readJob, requiredVariable } from './github.ts';

const { values } = parseArgs({ options: { from: { type: 'string' }, environment: { type: 'string' } } });
const job = readJob(process.env);
const commit = requiredVariable(process.env, 'GITHUB_SHA');
const published =
  values.environment === undefined ? (values.from ?? '') : await deployedTo(values.environment);

const forward = published === '' || (await comesAfter(published));
if (!forward)
  console.error(
    `${commit.slice(0, 7)} does not come after ${published.slice(0, 7)}, which has already been published.`,
  );
console.log(`forward=${forward}`);

async function deployedTo(environment: string): Promise<string> {
  const query = `environment=${encodeURIComponent(environment)}&per_page=100`;
  const deployments = (await call(job, 'GET', `/deployments?${query}`)) as { id: number; sha: string }[];
  // GitHub lists the newest first. The deployment of this run has started but has not succeeded yet, so it is skipped.
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
    // The published commit is no longer in the repository, because the history was rewritten.
    if (error instanceof ApiError && error.status === 404) return true;
    throw error;
  }
}
