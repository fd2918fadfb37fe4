// A real sandbox for a test. Every response is validated, but none counts for contract coverage.
import { afterAll, beforeAll } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { readSandboxConfig } from '../../src/sandbox/config.ts';
import { startSandbox } from '../../src/sandbox/start.ts';
import type { SandboxOptions } from '../../src/sandbox/start.ts';
import type { Body } from './response.ts';
import { recordTraffic } from './traffic.ts';

export interface TestSandbox {
  readonly url: string;
  /** Sends a request with the token, `demo` by default. An object is sent as JSON. */
  send(method: string, path: string, options?: SendOptions): Promise<SandboxResponse>;
  /** Stops the sandbox. Throws if a response has violated the contract. */
  close(): Promise<void>;
}

export interface SendOptions {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface SandboxResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body & Readonly<Record<'added' | 'now' | 'until', unknown>>;
}

/** A JWT whose signature is invalid. */
export function unsignedToken(claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}.not-a-signature`;
}

export async function startTestSandbox(
  options: Partial<SandboxOptions> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<TestSandbox> {
  const config = readSandboxConfig({
    NODE_ENV: 'test',
    PORT: '0',
    RESPONSE_VALIDATION: 'all',
    PROCESS_METRICS: 'false',
    RATE_LIMIT_REQUESTS: '1000000',
    ...environment,
  });
  const logged: string[] = [];
  const logger = createLogger('warn', { write: (line) => logged.push(line) });
  const service = await startSandbox(config, { seed: 0, latency: [0, 0], errorRate: 0, ...options }, logger);
  const breaches = recordTraffic(service.server, false);
  return {
    url: service.url,
    async send(method, path, { token = 'demo', headers = {}, body } = {}) {
      const response = await fetch(service.url + path, {
        method,
        headers: {
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /[/+]json\b/.test(response.headers.get('Content-Type') ?? '') && text !== '';
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: (isJson ? JSON.parse(text) : {}) as SandboxResponse['body'],
      };
    },
    async close() {
      await service.stop();
      const violations = logged.filter((line) => line.includes('response violates the contract'));
      const broken = [...breaches(), ...violations];
      if (broken.length > 0) throw new Error(`Responses violated the contract:\n${broken.join('\n')}`);
    },
  };
}

/** Starts a sandbox before the tests of a file or a `describe` block, and closes it after them. */
export function useSandbox(options: Partial<SandboxOptions> = {}): Pick<TestSandbox, 'send' | 'url'> {
  let started: TestSandbox | undefined;
  const running = (): TestSandbox => {
    if (started === undefined) throw new Error('The sandbox is available only in hooks and tests');
    return started;
  };
  beforeAll(async () => {
    started = await startTestSandbox(options);
  });
  afterAll(() => started?.close());
  return {
    get url() {
      return running().url;
    },
    send: (...request) => running().send(...request),
  };
}
