// Changes secrets in files while the service runs.
import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { issueToken } from '../../src/security/issue-token.ts';
import { scrape } from '../observability/scrape.ts';
import { client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { atEnd } from '../support/temporary-database.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';
import {
  allEvents,
  createWebhook,
  environment,
  useReceiver,
  webhookLimits,
} from '../webhooks/service-webhooks.ts';
import type { WebhookWithSecret } from '../webhooks/service-webhooks.ts';

const [first, second] = ['the-first-secret-of-the-rotation', 'the-second-secret-of-the-rotation'];
let server: TestServer;

afterEach(async () => {
  await server.close();
  removeTemporaryFolders();
});

const tokenOf = (secret: string): Promise<string> =>
  issueToken(new TextEncoder().encode(secret), {
    ...{ issuer: 'task-manager-api', audience: 'task-manager-api' },
    ...{ sub: 'alice', scope: 'tasks:read', lifetimeSeconds: 600 },
  });

const status = async (path: string, token: string): Promise<number> => {
  const response = await fetch(`${server.url}${path}`, { headers: { Authorization: `Bearer ${token}` } });
  await response.text();
  return response.status;
};

/** Waits until the file of this variable has been renewed `count` times. */
const untilRenewed = (name: string, count: number): Promise<void> =>
  eventually(
    () =>
      server.logged.filter((line) => line['message'] === 'renewed from a file' && line['name'] === name)
        .length === count,
  );

describe('AUTH_JWT_SECRET_FILE', () => {
  const name = 'AUTH_JWT_SECRET_FILE';
  let file: string;
  let previous: string;

  async function start(): Promise<{ one: string; two: string }> {
    const folder = temporaryFolder();
    [file, previous] = [`${folder}/secret`, `${folder}/previous`];
    writeFileSync(file, first);
    const files = { AUTH_JWT_SECRET_FILE: file, AUTH_JWT_SECRET_PREVIOUS_FILE: previous };
    server = await startServer({ AUTH_JWT_SECRET: '', ...files });
    const [one, two] = [await tokenOf(first), await tokenOf(second)];
    expect([await status('/tasks', one), await status('/tasks', two)]).toEqual([200, 401]);
    return { one, two };
  }

  test('can be rotated without rejecting valid tokens, and a removed secret invalidates cached tokens too', async () => {
    const { one, two } = await start();
    writeFileSync(previous, second);
    await untilRenewed(name, 1);
    expect([await status('/tasks', one), await status('/tasks', two)]).toEqual([200, 200]);

    // The issuer signs with the second secret from now on.
    writeFileSync(file, second);
    writeFileSync(previous, first);
    await untilRenewed(name, 2);
    expect([await status('/tasks', one), await status('/tasks', two)]).toEqual([200, 200]);

    rmSync(previous);
    await untilRenewed(name, 3);
    expect([await status('/tasks', one), await status('/tasks', two)]).toEqual([401, 200]);
  });

  test('keeps the previous secret and reports a new one that is too short, without revealing it', async () => {
    const { one } = await start();
    writeFileSync(file, 'hunter2');
    await eventually(async () => (await scrape(server.url)).get(`file_rejected{name="${name}"}`) === 1);
    expect(await status('/tasks', one)).toBe(200);
    const [line, ...more] = server.logged.filter(({ level }) => level === 'error');
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      message: 'file rejected: the previous value stays in use',
      ...{ name, files: [file, previous] },
      error: { message: expect.stringContaining('must be at least 32 bytes long, but has 7') },
    });
    expect(JSON.stringify(server.logged)).not.toMatch(/hunter2|-secret-of-the-rotation/);

    writeFileSync(file, first);
    await eventually(async () => (await scrape(server.url)).get(`file_rejected{name="${name}"}`) === 0);
    const metrics = await scrape(server.url);
    expect(metrics.get(`file_renewals_total{name="${name}",outcome="rejected"}`)).toBe(1);
    expect(metrics.get(`file_renewals_total{name="${name}",outcome="renewed"}`)).toBe(0);
  });
});

describe('METRICS_TOKEN_FILE', () => {
  test('can contain the old and the new token during a rotation', async () => {
    const file = `${temporaryFolder()}/token`;
    const [one, two] = ['the-first-metrics-token', 'the-second-metrics-token'];
    const statuses = async () => [await status('/metrics', one), await status('/metrics', two)];
    writeFileSync(file, one);
    server = await startServer({ METRICS_TOKEN_FILE: file });
    expect(await statuses()).toEqual([200, 401]);
    writeFileSync(file, `${two}, ${one}`);
    await untilRenewed('METRICS_TOKEN_FILE', 1);
    expect(await statuses()).toEqual([200, 200]);
    writeFileSync(file, two);
    await untilRenewed('METRICS_TOKEN_FILE', 2);
    expect(await statuses()).toEqual([401, 200]);
  });
});

describe('WEBHOOK_SECRET_KEY_FILE', () => {
  const name = 'WEBHOOK_SECRET_KEY_FILE';

  test('can be rotated without receivers rejecting requests, whether they have the old or the new secret', async () => {
    const folder = temporaryFolder();
    const [file, previous] = [`${folder}/key`, `${folder}/previous`];
    writeFileSync(file, first);
    server = await startServer(
      {
        ...environment,
        ...{ WEBHOOK_SECRET_KEY: '', [name]: file, WEBHOOK_SECRET_KEY_PREVIOUS_FILE: previous },
      },
      undefined,
      { webhookLimits },
    );
    const send = client(server);
    const receiver = await useReceiver();
    const [as, fields] = ['ada', { url: receiver.url }];
    /** Sends an event to a webhook, and returns which of the secrets verify it. */
    const verifiedBy = async (id: string, secrets: readonly string[]): Promise<boolean[]> => {
      const accepted = await send('POST', `/webhooks/${id}/test`, { as });
      const find = () => receiver.requests.find(({ headers }) => headers['webhook-id'] === accepted.body.id);
      await eventually(() => find() !== undefined);
      const { body, headers } = find()!;
      expect(String(headers['webhook-signature']).length).toBeLessThanOrEqual(200);
      return secrets.map((secret) => {
        try {
          new Webhook(secret).verify(body, headers as Record<string, string>);
          return true;
        } catch {
          return false;
        }
      });
    };

    const created = await createWebhook(send, as, fields);
    // First, every instance also signs with the new key. Only then may an instance return secrets of the new key.
    writeFileSync(previous, second);
    await untilRenewed(name, 1);
    expect((await createWebhook(send, 'eve', fields)).secret).toMatch(/^whsec_/);
    expect(await verifiedBy(created.id, [created.secret])).toEqual([true]);

    writeFileSync(file, second);
    writeFileSync(previous, first);
    await untilRenewed(name, 2);
    expect(await verifiedBy(created.id, [created.secret])).toEqual([true]);
    const { body } = await send('POST', `/webhooks/${created.id}/rotate-secret`, { as });
    const rotated = (body as unknown as WebhookWithSecret).secret;
    expect(await verifiedBy(created.id, [created.secret, rotated])).toEqual([true, true]);
    const later = await createWebhook(send, as, fields);

    rmSync(previous);
    await untilRenewed(name, 3);
    expect(await verifiedBy(created.id, [created.secret, rotated])).toEqual([false, true]);
    expect(await verifiedBy(later.id, [later.secret])).toEqual([true]);
  });

  test('keeps the previous key and reports a new one that is too short', async () => {
    const file = `${temporaryFolder()}/key`;
    writeFileSync(file, first);
    server = await startServer({ WEBHOOK_SECRET_KEY: '', [name]: file });
    const send = client(server);
    const headers = { 'Idempotency-Key': '"once"' };
    const body = { url: 'https://hooks.example.com/', events: allEvents };
    const before = await send('POST', '/webhooks', { as: 'ada', body, headers });
    writeFileSync(file, 'hunter2');
    await eventually(async () => (await scrape(server.url)).get(`file_rejected{name="${name}"}`) === 1);
    expect((await send('POST', '/webhooks', { as: 'ada', body, headers })).body).toEqual(before.body);
    expect(JSON.stringify(server.logged)).not.toMatch(/hunter2|-secret-of-the-rotation/);
  });
});

describe('OTEL_EXPORTER_OTLP_HEADERS_FILE', () => {
  const name = 'OTEL_EXPORTER_OTLP_HEADERS_FILE';

  test('changes the headers of later exports, unless its value is invalid', async () => {
    const collector = await startOtlpReceiver();
    atEnd(() => collector.close());
    const file = `${temporaryFolder()}/headers`;
    writeFileSync(file, 'authorization=Bearer%20one');
    server = await startServer({
      [name]: file,
      ...{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
      OTEL_BSP_SCHEDULE_DELAY: '1',
    });
    /** The credentials of the next export. */
    const used = async (): Promise<string | undefined> => {
      const count = collector.exports.length;
      await status('/health', '');
      await eventually(() => collector.exports.length > count);
      return collector.exports.at(-1)?.authorization;
    };
    expect(await used()).toBe('Bearer one');
    writeFileSync(file, 'authorization=Bearer%20two, x-tenant=a');
    await untilRenewed(name, 1);
    expect(await used()).toBe('Bearer two');
    writeFileSync(file, 'authorization: Bearer hunter2');
    await eventually(() => server.logged.some(({ level }) => level === 'error'));
    expect(await used()).toBe('Bearer two');
    expect(JSON.stringify(server.logged)).not.toMatch(/hunter2|Bearer (?:one|two)/);
  });
});
