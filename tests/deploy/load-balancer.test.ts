import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { readConfig } from '../../src/config.ts';
import { validatorAt } from '../support/contract.ts';
import { cleanUp, serve, settings, token } from '../support/child-process.ts';
import type { RunningService } from '../support/child-process.ts';
import { describeWithHaproxy, startHaproxy } from './haproxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const undo: (() => Promise<void>)[] = [cleanUp];

afterEach(async () => {
  for (const step of undo.splice(1).reverse()) await step();
  await cleanUp();
});

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly anonymous?: boolean;
}

interface Balanced {
  readonly url: string;
  /**
   * Unlike the client of the other tests, this one accepts responses that are not in the contract, because the load
   * balancer sends its own.
   */
  readonly send: (method: string, path: string, sent?: Sent) => Promise<Response>;
  readonly instances: readonly RunningService[];
}

/** Two processes behind the load balancer. They share one SQLite file, which works on a single machine. */
async function balanced(environment: Readonly<Record<string, string>> = {}): Promise<Balanced> {
  const folder = temporaryFolder();
  const instances: RunningService[] = [];
  for (let n = 0; n < 2; n += 1) {
    instances.push(await serve({ ...settings(folder), TRUST_PROXY: '1', ...environment }));
  }
  const [one = '', two = ''] = instances.map(({ url }) => new URL(url).host);
  const balancer = await startHaproxy(one, two);
  undo.push(() => balancer.stop());
  const bearer = await token();
  return {
    url: balancer.url,
    instances,
    send: (method, path, { headers = {}, body, anonymous = false } = {}) =>
      fetch(`${balancer.url}${path}`, {
        method,
        headers: {
          ...(anonymous ? {} : { Authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

const requestsOf = (instance: RunningService) =>
  instance.logged().filter(({ message, operationId }) => message === 'request' && operationId === 'getTask');

describeWithHaproxy('two instances behind the load balancer', () => {
  test('serve the same tasks, and both serve requests', async () => {
    const { send, instances } = await balanced();
    const created = await send('POST', '/tasks', { body: { title: 'Water the plants' } });
    const place = `/${created.headers.get('Location')}`;
    for (let n = 0; n < 20; n += 1) expect((await send('GET', place)).status).toBe(200);
    await Promise.all(Array.from({ length: 20 }, () => send('GET', place)));
    // The load balancer leaves the paths, limits and messages of the service unchanged.
    expect((await send('GET', '/tasks//x')).status).toBe(404);
    expect((await send('POST', '/tasks', { body: { title: 'x'.repeat(1_000_000) } })).status).toBe(413);
    expect((await send('GET', '/tasks', { headers: { 'X-Long': 'x'.repeat(20_000) } })).status).toBe(431);
    expect((await send('GET', '/tasks?q=a%2Fb&status=pending')).status).toBe(200);
    expect(
      (await send('GET', '/health', { headers: { 'X-Request-Id': 'mine' } })).headers.get('X-Request-Id'),
    ).toBe('mine');
    for (const instance of instances) {
      instance.kill('SIGTERM');
      // The log is written in batches, so it is complete only after the exit.
      await instance.ended;
      expect(requestsOf(instance).length).toBeGreaterThan(5);
    }
  });

  test('use the client address from the load balancer, not from the client', async () => {
    const { send } = await balanced({ RATE_LIMIT_FAILED_AUTH: '1' });
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const headers = { 'X-Forwarded-For': `192.0.2.${n}` };
      statuses.push((await send('GET', '/tasks', { anonymous: true, headers })).status);
    }
    // At most one 401 from each instance, because the instances do not share their counts in this test.
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(2);
  });

  test('neither lose nor repeat a request when one of them stops under load', async () => {
    const { send, instances } = await balanced({ SHUTDOWN_DELAY_SECONDS: '3' });
    const [stopped, left] = [instances[0]!, instances[1]!];
    const bad: string[] = [];
    let created = 0;
    let isOver = false;
    const caller = async (): Promise<void> => {
      while (!isOver) {
        // Without a key, a repeated request would create a second task.
        const creation = await send('POST', '/tasks', { body: { title: 'Under load' } });
        if (creation.status === 201) created += 1;
        else bad.push(`POST ${creation.status} ${await creation.text()}`);
        const reading = await send('GET', `/${creation.headers.get('Location') ?? 'tasks'}`);
        if (reading.status !== 200) bad.push(`GET ${reading.status} ${await reading.text()}`);
      }
    };
    const callers = Array.from({ length: 8 }, caller);
    while (created < 100) await setImmediate();
    stopped.kill('SIGTERM');
    const { code } = await stopped.ended;
    const before = created;
    while (created < before + 100) await setImmediate();
    isOver = true;
    await Promise.all(callers);
    expect(bad).toEqual([]);
    expect(code).toBe(0);
    expect(await (await send('GET', '/summary')).json()).toMatchObject({ total: created });
    // Both instances served requests before the stop, and the remaining instance served the requests after it.
    left.kill('SIGTERM');
    await left.ended;
    for (const instance of instances) expect(requestsOf(instance).length).toBeGreaterThan(20);
  });

  test('create each task once when one of them is killed and clients retry with an Idempotency-Key', async () => {
    const { send, instances } = await balanced();
    let created = 0;
    const create = async (key: string): Promise<number> => {
      const headers = { 'Idempotency-Key': `"${key}"` };
      for (;;) {
        // The request fails if the instance is killed in the meantime.
        const response = await send('POST', '/tasks', { body: { title: key }, headers }).catch(
          () => undefined,
        );
        if (![undefined, 502, 503].includes(response?.status)) return response?.status ?? 0;
      }
    };
    const caller = async (_: unknown, index: number): Promise<void> => {
      for (let n = 0; n < 50; n += 1) {
        expect(await create(`${index}-${n}`)).toBe(201);
        created += 1;
        if (created === 60) instances[0]!.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 4 }, caller));
    expect(await (await send('GET', '/summary')).json()).toMatchObject({ total: 200 });
  });

  test('leave the load balancer to return a problem when both have stopped', async () => {
    const { url, instances } = await balanced();
    for (const instance of instances) {
      instance.kill('SIGKILL');
      await instance.ended;
    }
    const response = await fetch(`${url}/tasks`);
    expect(response.status).toBe(503);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(response.headers.get('Retry-After')).toBe('1');
    const problem = (await response.json()) as { detail: string; requestId: string };
    const keepsContract = validatorAt('components', 'schemas', 'ServiceUnavailableProblem');
    expect([keepsContract(problem), keepsContract.errors]).toEqual([true, null]);
    expect(problem).toMatchObject({
      detail: 'No instance is ready.',
      requestId: response.headers.get('X-Request-Id'),
    });
  });
});

describe('the profile scale of docker-compose.yml', () => {
  interface Service {
    readonly profiles?: readonly string[];
    readonly environment?: Readonly<Record<string, unknown>>;
    readonly networks:
      readonly string[] | Readonly<Record<string, { readonly aliases?: readonly string[] } | null>>;
    readonly ports?: readonly string[];
  }
  const root = new URL('../../', import.meta.url);
  const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
  const { services } = load(read('docker-compose.yml'), { merge: true } as object) as {
    services: Readonly<Record<string, Service>>;
  };
  const scaled = Object.entries(services).filter(([, { profiles = [] }]) => profiles.includes('scale'));
  const instances = scaled.filter(([name]) => name.startsWith('api-'));

  test('has two instances with valid settings, under the names in haproxy.cfg', () => {
    const upstreams = [...read('deploy/compose/haproxy.cfg').matchAll(/^ +server \w+ ([\w-]+):(\d+)$/gm)];
    expect(upstreams.map(([, name, port]) => [name, Number(port)])).toEqual(
      instances.map(([name]) => [name, readConfig({}).port]),
    );
    expect(instances).toHaveLength(2);
    for (const [, { environment = {} }] of instances) {
      const given = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [
          name,
          String(value).replaceAll(/\$\{\w+:-(\w*)\}/g, '$1'),
        ]),
      );
      expect(() => readConfig(given)).not.toThrow();
    }
  });

  test('lets Prometheus scrape each instance', () => {
    const names = /names: \[([\w-]+)\]/.exec(read('observability/prometheus/prometheus.yml'))?.[1];
    const prometheus = services['prometheus']!.networks as readonly string[];
    for (const [, { networks }] of instances) {
      const aliases = Object.entries(networks as Record<string, { aliases?: string[] } | null>)
        .filter(([network]) => prometheus.includes(network))
        .flatMap(([, network]) => network?.aliases ?? []);
      expect(aliases).toEqual([names]);
    }
  });

  test('publishes a single port, on 127.0.0.1', () => {
    const ports = scaled.flatMap(([, service]) => service.ports ?? []);
    expect(ports).toHaveLength(1);
    expect(ports[0]).toMatch(/^127\.0\.0\.1:/);
  });
});
