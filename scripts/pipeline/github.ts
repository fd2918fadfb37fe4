// GitHub's REST API, as far as the pipeline writes to it. The scripts of this folder run in jobs whose token may write:
// they import nothing but Node's own modules and each other, so that nothing needs to be installed there.

/** Where a job is, from the variables that GitHub sets. */
export interface Job {
  readonly api: string;
  readonly repository: string;
  readonly token: string;
  /** The page of the run. */
  readonly run: string;
}

/** Reads where the job is. Throws with the name of a variable that is not set. */
export function readJob(env: NodeJS.ProcessEnv): Job {
  const repository = required(env, 'GITHUB_REPOSITORY');
  return {
    api: required(env, 'GITHUB_API_URL'),
    repository,
    token: required(env, 'GITHUB_TOKEN'),
    run: runPage(env),
  };
}

/** The page of this run. */
export function runPage(env: NodeJS.ProcessEnv): string {
  const [server, repository, id] = ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_RUN_ID'].map((name) =>
    required(env, name),
  );
  return `${server}/${repository}/actions/runs/${id}`;
}

/** A variable that has to be set. */
export function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** Calls the API below `/repos/OWNER/NAME`. Throws with GitHub's words when it refuses. */
export async function call(job: Job, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${job.api}/repos/${job.repository}${path}`, {
    method,
    headers: {
      Accept: 'application/vnd.github+json',
      Authorization: `Bearer ${job.token}`,
      'X-GitHub-Api-Version': '2022-11-28',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

const longest = 60_000;

/** A text that GitHub takes as the body of a comment or an issue; what it has no room for is on the page of the run. */
export function fitting(text: string, run: string): string {
  return text.length <= longest
    ? text
    : `${text.slice(0, longest)}\n\n… The rest is on [the run's page](${run}).`;
}
