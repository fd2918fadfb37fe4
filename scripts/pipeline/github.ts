// A client of GitHub's REST API. The scripts in this directory run in jobs whose token has write permissions. The scripts
// import only Node's modules and each other, so these jobs do not install any packages.

/** The environment of a job, from GitHub's variables. */
export interface Job {
  readonly api: string;
  readonly repository: string;
  readonly token: string;
  /** The URL of the run's page. */
  readonly run: string;
}

/** Reads the environment of the job. Throws if a variable is unset. */
export function readJob(env: NodeJS.ProcessEnv): Job {
  const repository = requiredVariable(env, 'GITHUB_REPOSITORY');
  return {
    api: requiredVariable(env, 'GITHUB_API_URL'),
    repository,
    token: requiredVariable(env, 'GITHUB_TOKEN'),
    run: runPage(env),
  };
}

/** Returns the URL of this run's page. */
export function runPage(env: NodeJS.ProcessEnv): string {
  const [server, repository, id] = ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_RUN_ID'].map((name) =>
    requiredVariable(env, name),
  );
  return `${server}/${repository}/actions/runs/${id}`;
}

/** The value of a required variable. */
export function requiredVariable(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** An error response from GitHub. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Calls the API below `/repos/OWNER/NAME`. Throws an ApiError with GitHub's message on an error response. */
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
  if (!response.ok)
    throw new ApiError(response.status, `${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

const maxLength = 60_000;

/** Truncates text to GitHub's limit for comments and issues, and adds a link to the run. */
export function truncate(text: string, run: string): string {
  return text.length <= maxLength
    ? text
    : `${text.slice(0, maxLength)}\n\n… The rest is on [the run's page](${run}).`;
}
