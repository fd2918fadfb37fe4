import { randomBytes } from 'node:crypto';
import { ConfigError, readConfig } from '../config.ts';
import type { Config } from '../config.ts';

/** Differs from the ports of the service and the mock, so that all three can run at the same time. */
const defaultPort = '4020';

/**
 * The sandbox's configuration: that of the service, but with a database in memory and CORS for all origins. Throws a
 * `ConfigError` in production or if a database is configured, because the real service was probably intended.
 */
export function readSandboxConfig(environment: NodeJS.ProcessEnv): Config {
  const errors = [
    ...(environment['NODE_ENV'] === 'production'
      ? [
          'NODE_ENV must not be production: the sandbox accepts any token. Set it to development to run the sandbox.',
        ]
      : []),
    ...(environment['DATABASE_URL'] || environment['DATABASE_URL_FILE']
      ? [
          'DATABASE_URL must be unset: the sandbox keeps its data in memory, and accepts any token. Unset it to run the sandbox.',
        ]
      : []),
  ];
  if (errors.length > 0) throw new ConfigError(errors);
  const { PORT: port = '' } = environment;
  const config = readConfig({
    // Receivers under development run on this machine.
    WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8,::1/128',
    ...environment,
    PORT: port === '' ? defaultPort : port,
    DATABASE_URL: 'sqlite::memory:',
    CORS_ORIGINS: '*',
    REDIS_URL: '',
    REDIS_URL_FILE: '',
    WEBHOOK_SECRET_KEY: randomBytes(32).toString('hex'),
    WEBHOOK_SECRET_KEY_FILE: '',
    WEBHOOK_SECRET_KEY_PREVIOUS: '',
    WEBHOOK_SECRET_KEY_PREVIOUS_FILE: '',
  });
  // The metrics report the free space of this directory, so it must exist. The sandbox never creates ./data, so it uses
  // the working directory instead.
  return { ...config, dataDirectory: '.' };
}
