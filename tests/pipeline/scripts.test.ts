// Runs the notification scripts as the workflows do, against a server that stands in for GitHub or a chat service.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

interface Call {
  readonly method: string;
  readonly url: string;
  readonly token: string | undefined;
  readonly body: unknown;
}

let folder: string;
let server: Server;
let calls: Call[];
/** The server's responses by method and path. */
let answers: Record<string, unknown>;
let status: number;

beforeEach(async () => {
  folder = temporaryFolder();
  [calls, answers, status] = [[], {}, 200];
  server = createServer((request, response) => {
    void (async () => {
      const { method = '', url = '', headers } = request;
      const body = method === 'GET' ? undefined : await json(request);
      calls.push({ method, url, token: headers.authorization, body });
      response.statusCode = status;
      response.end(JSON.stringify(answers[`${method} ${url}`] ?? {}));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
  removeTemporaryFolders();
});

const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const project = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a script in a job of acme/tasks. */
async function run(script: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [`scripts/pipeline/${script}`, ...args], {
    cwd: project,
    env: {
      GITHUB_API_URL: address(),
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'acme/tasks',
      GITHUB_RUN_ID: '42',
      GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
      GITHUB_TOKEN: 'the-token',
      ...env,
    },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

const succeeded = { result: 'success' };
const deployed = {
  test: succeeded,
  contract: { ...succeeded, outputs: { version: '1.2.0' } },
  required: succeeded,
  publish: { ...succeeded, outputs: { tags: 'ghcr.io/acme/tasks:sha-012\nghcr.io/acme/tasks:1.2.0' } },
  latest: { ...succeeded, outputs: { moved: 'true' } },
  pages: { ...succeeded, outputs: { deployed: 'true' } },
};

describe('notify.ts', () => {
  const notify = (
    needs: object,
    env: Readonly<Record<string, string>> = { NOTIFY_WEBHOOK_URL: `${address()}/hook` },
  ) => run('notify.ts', [], { NEEDS: JSON.stringify(needs), ...env });

  test('reports deployments', async () => {
    expect(await notify(deployed)).toMatchObject({ code: 0 });
    const text = [
      '✓ acme/tasks at 0123456 (1.2.0) passed.',
      'Published:',
      '- ghcr.io/acme/tasks:sha-012',
      '- ghcr.io/acme/tasks:1.2.0',
      '`latest` now points to this image.',
      'The documentation was deployed.',
      'https://github.example/acme/tasks/actions/runs/42',
    ].join('\n');
    expect(calls).toEqual([{ method: 'POST', url: '/hook', token: undefined, body: { text } }]);
  });

  test('reports failed jobs, and states that nothing was published', async () => {
    const skipped = { result: 'skipped' };
    await notify({
      ...deployed,
      sast: { result: 'failure' },
      dast: { result: 'cancelled' },
      required: { result: 'failure' },
      publish: skipped,
      pages: skipped,
    });
    expect((calls[0]!.body as { text: string }).text.split('\n').slice(0, 3)).toEqual([
      '✗ acme/tasks at 0123456: sast, dast (cancelled) failed.',
      'No image was published.',
      'No documentation was deployed.',
    ]);
  });

  test('reports a publication as passed if a newer one has overtaken it', async () => {
    await notify({
      ...deployed,
      latest: { ...succeeded, outputs: { moved: 'false' } },
      pages: { result: 'cancelled' },
    });
    const { text } = calls[0]!.body as { text: string };
    expect(text).toMatch(/^✓ /);
    expect(text).toContain('`latest` was not moved to this image.\nNo documentation was deployed.\n');
  });

  test('only prints the message without a webhook', async () => {
    const { code, output } = await notify(deployed, {});
    expect(code).toBe(0);
    expect(output).toContain('✓ acme/tasks at 0123456 (1.2.0) passed.');
    expect(output).toContain('NOTIFY_WEBHOOK_URL is not set');
  });

  test('fails if the webhook rejects the message, without logging its address', async () => {
    status = 403;
    const refused = await notify(deployed);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.output).toContain('did not accept the message: 403');
    for (const wrong of ['http://127.0.0.1:1/hook-secret', 'no address, hook-secret']) {
      const { code, output } = await notify(deployed, { NOTIFY_WEBHOOK_URL: wrong });
      expect([code, output]).toEqual([1, expect.not.stringContaining('hook-secret')]);
    }
  });
});

describe('comment.ts', () => {
  const comment = async (report: string) => {
    const file = join(folder, 'contract-changes.md');
    await writeFile(file, report);
    return run('comment.ts', [file], { PULL_REQUEST: '7' });
  };
  const list = 'GET /repos/acme/tasks/issues/7/comments?per_page=100&page=';

  test('creates a comment', async () => {
    answers = { [`${list}1`]: [{ id: 1, body: 'Looks good' }] };
    expect(await comment('# Changes\n')).toMatchObject({ code: 0 });
    expect(calls.at(-1)).toEqual({
      method: 'POST',
      url: '/repos/acme/tasks/issues/7/comments',
      token: 'Bearer the-token',
      body: { body: '<!-- contract-changes.md -->\n# Changes\n' },
    });
  });

  test('updates an existing comment on any page', async () => {
    answers = {
      [`${list}1`]: Array.from({ length: 100 }, (_, id) => ({ id, body: 'Looks good' })),
      [`${list}2`]: [{ id: 205, body: '<!-- contract-changes.md -->\nold' }],
    };
    await comment('# More changes\n');
    expect(calls.at(-1)).toMatchObject({ method: 'PATCH', url: '/repos/acme/tasks/issues/comments/205' });
  });

  test("truncates a comment to GitHub's limit", async () => {
    answers = { [`${list}1`]: [] };
    await comment('x'.repeat(100_000));
    const { body } = calls.at(-1)!.body as { body: string };
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(
      /The rest is on \[the run's page\]\(https:\/\/github\.example\/acme\/tasks\/actions\/runs\/42\)/,
    );
  });

  test("fails with GitHub's message", async () => {
    status = 403;
    answers = { [`${list}1`]: { message: 'Resource not accessible by integration' } };
    const { code, output } = await comment('');
    expect(code).toBe(1);
    expect(output).toContain('403 {"message":"Resource not accessible by integration"}');
  });
});

describe('report-nightly-failure.ts', () => {
  const needs = { build: succeeded, fuzz: { result: 'failure' }, sast: succeeded };
  const report = (...files: string[]) =>
    run('report-nightly-failure.ts', files, { NEEDS: JSON.stringify(needs) });
  const open = 'GET /repos/acme/tasks/issues?labels=nightly&state=open&per_page=1';

  test('opens an issue with the findings of each architecture', async () => {
    answers = { [open]: [] };
    const files = ['amd64.md', 'arm64.md'].map((name) => join(folder, name));
    for (const [index, file] of files.entries())
      await writeFile(file, `# Fuzzing the service\n\nseed ${4711 + index}`);
    expect(await report(...files)).toMatchObject({ code: 0 });
    const issue = calls.at(-1)!;
    expect(issue).toMatchObject({ method: 'POST', url: '/repos/acme/tasks/issues' });
    expect(issue.body).toMatchObject({ title: 'The nightly run failed', labels: ['nightly'] });
    const { body } = issue.body as { body: string };
    expect(body).toMatch(/actions\/runs\/42\): fuzz\.\n/);
    expect(body).toContain('seed 4711');
    expect(body).toContain('seed 4712');
  });

  test('comments on the open issue, even without a summary', async () => {
    answers = { [open]: [{ number: 12 }] };
    expect(await report(join(folder, 'nothing.md'))).toMatchObject({ code: 0 });
    expect(calls.at(-1)).toMatchObject({ method: 'POST', url: '/repos/acme/tasks/issues/12/comments' });
  });
});

describe('code-scanning-alerts.ts', () => {
  const list = (page: number) =>
    `GET /repos/acme/tasks/code-scanning/alerts?ref=refs%2Fpull%2F7%2Fmerge&state=open&tool_name=CodeQL&per_page=100&page=${page}`;
  const alert = (level: string | null, severity = 'warning') => ({
    html_url: 'https://github.example/acme/tasks/security/code-scanning/1',
    rule: { id: 'js/eval', description: 'Code injection', severity, security_severity_level: level },
    most_recent_instance: { location: { path: 'src/app.ts', start_line: 7 } },
  });
  const alerts = () => run('code-scanning-alerts.ts', [], { GITHUB_REF: 'refs/pull/7/merge' });

  test('passes without serious alerts', async () => {
    answers = { [list(1)]: [alert('medium'), alert(null)] };
    expect(await alerts()).toEqual({ code: 0, output: '2 open alerts, 0 of them high or critical.\n' });
  });

  test('fails on high and critical alerts on any page, and annotates their lines', async () => {
    answers = {
      [list(1)]: Array.from({ length: 100 }, () => alert('low')),
      [list(2)]: [alert('critical'), alert('high'), alert(null, 'error')],
    };
    const { code, output } = await alerts();
    expect(code).toBe(1);
    expect(output.match(/^::error file=src\/app.ts,line=7::js\/eval: Code injection/gm)).toHaveLength(3);
  });

  test('fails if GitHub does not list the alerts', async () => {
    status = 403;
    expect((await alerts()).code).toBe(1);
  });
});

describe('check-commit-order.ts', () => {
  const sha = '0123456789abcdef0123456789abcdef01234567';
  const compare = `GET /repos/acme/tasks/compare/abc...${sha}`;
  const deployments = 'GET /repos/acme/tasks/deployments?environment=github-pages&per_page=100';
  const statuses = (id: number) => `GET /repos/acme/tasks/deployments/${id}/statuses?per_page=1`;

  test.each<[relation: string, forward: boolean]>([
    ['ahead', true],
    ['identical', true],
    ['behind', false],
    ['diverged', false],
  ])('compares with the published commit: %s', async (relation, forward) => {
    answers = { [compare]: { status: relation } };
    const { code, output } = await run('check-commit-order.ts', ['--from', 'abc'], {});
    expect(code).toBe(0);
    expect(output).toMatch(new RegExp(`^forward=${forward}$`, 'm'));
  });

  test('allows the move if nothing is published yet', async () => {
    expect(await run('check-commit-order.ts', ['--from', ''], {})).toEqual({
      code: 0,
      output: 'forward=true\n',
    });
    expect(calls).toEqual([]);
  });

  test('compares with the last deployment that succeeded', async () => {
    answers = {
      [deployments]: [
        { id: 3, sha },
        { id: 2, sha: 'def' },
        { id: 1, sha: 'abc' },
      ],
      [statuses(3)]: [{ state: 'in_progress' }],
      [statuses(2)]: [{ state: 'failure' }],
      [statuses(1)]: [{ state: 'success' }],
      [compare]: { status: 'behind' },
    };
    const { output } = await run('check-commit-order.ts', ['--environment', 'github-pages'], {});
    expect(output).toMatch(/^forward=false$/m);
  });

  test('allows the move if the published commit no longer exists, and fails on other errors', async () => {
    status = 404;
    expect((await run('check-commit-order.ts', ['--from', 'abc'], {})).output).toMatch(/^forward=true$/m);
    status = 500;
    expect((await run('check-commit-order.ts', ['--from', 'abc'], {})).code).toBe(1);
  });
});

test('names a missing variable', async () => {
  const { code, output } = await run('report-nightly-failure.ts', [], { NEEDS: '{}', GITHUB_TOKEN: '' });
  expect(code).toBe(1);
  expect(output).toContain('GITHUB_TOKEN is not set');
});
