// Renews secrets and certificates from files while the service runs. A value that cannot be used is reported, and the
// previous one stays in use.
import type { Config, ValueFile } from '../config.ts';
import type { Database } from '../database/database.ts';
import { watchContents } from '../files/watch-contents.ts';
import type { WatchedFile } from '../files/watch-contents.ts';
import { checkCertificate, checkValidity } from '../http/certificate.ts';
import type { Certificate } from '../http/certificate.ts';
import { usesTls } from '../http/transport.ts';
import type { Server } from '../http/transport.ts';
import { describeError } from '../observability/logger.ts';
import type { SharedCounts } from '../security/shared-counts.ts';
import type { Tables } from '../storage.ts';
import type { Reporting } from './event-reporting.ts';

/** Values of the configuration that can change while the service runs. A change replaces the array. */
export interface LiveValues {
  /** The secrets that verify tokens. Undefined if a key set or the development secret is used. */
  secrets: readonly Uint8Array[] | undefined;
  /** The opaque tokens by security scheme. */
  readonly tokens: { metricsToken: readonly string[] | undefined };
  /** The keys from which webhook secrets are derived, the current one first. */
  webhookKeys: readonly Uint8Array[];
  /** The headers of each trace export. */
  exportHeaders: Readonly<Record<string, string>>;
}

/** Returns the values that the service starts with. */
export function liveValues({
  auth: { key },
  metricsTokens,
  webhooks,
  tracing,
}: Pick<Config, 'auth' | 'metricsTokens' | 'webhooks' | 'tracing'>): LiveValues {
  return {
    secrets: key !== undefined && 'secrets' in key ? key.secrets : undefined,
    tokens: { metricsToken: metricsTokens },
    webhookKeys: webhooks.secretKeys,
    exportHeaders: tracing?.headers ?? {},
  };
}

/** A value that is renewed from one file, or from several whose contents belong together. */
export interface Renewal {
  /** The variable that names the file, or the first of several files. */
  readonly name: string;
  readonly files: readonly WatchedFile[];
  /** Uses new contents. Throws if they cannot be used. */
  readonly apply: (texts: readonly string[]) => void | Promise<void>;
}

/** What the renewals change. */
export interface RenewalTargets {
  readonly live: LiveValues;
  readonly database: Pick<Database<Tables>, 'renew'>;
  readonly sharedCounts: SharedCounts | undefined;
  readonly server: Server;
  readonly onCertificate: (certificate: Certificate) => void;
}

/** Returns the renewals of all values whose files the configuration names. */
export function renewalsOf(
  { files }: Pick<Config, 'files'>,
  { live, database, sharedCounts, server, onCertificate }: RenewalTargets,
): Renewal[] {
  return [
    ...secretsRenewal('AUTH_JWT_SECRET', [files.secret, files.previousSecret], live.secrets, (secrets) => {
      live.secrets = secrets;
    }),
    ...secretsRenewal(
      'WEBHOOK_SECRET_KEY',
      [files.webhookKey, files.previousWebhookKey],
      live.webhookKeys,
      (keys) => {
        live.webhookKeys = keys;
      },
    ),
    ...fromFile('OTEL_EXPORTER_OTLP_HEADERS_FILE', files.exportHeaders, (headers) => {
      live.exportHeaders = headers;
    }),
    ...fromFile('METRICS_TOKEN_FILE', files.metricsTokens, (metricsTokens) => {
      live.tokens.metricsToken = metricsTokens;
    }),
    ...fromFile('DATABASE_URL_FILE', files.databaseUrl, async (url) => {
      if (database.renew === undefined)
        throw new TypeError(
          'Only a PostgreSQL URL can be renewed while the service runs. To use a different SQLite file, restart the ' +
            'service.',
        );
      await database.renew(url);
    }),
    ...fromFile('REDIS_URL_FILE', files.redisUrl, async (url) => {
      await sharedCounts?.renew(url);
    }),
    ...certificateRenewal(files, server, onCertificate),
  ];
}

function fromFile<T>(
  name: string,
  file: ValueFile<T> | undefined,
  use: (value: T) => void | Promise<void>,
): Renewal[] {
  if (file === undefined) return [];
  return [{ name, files: [file], apply: ([text = '']) => use(file.parse(text)) }];
}

/**
 * A secret and the previous secret. Both files are applied together, because a secret that moves from one file to the
 * other must not be missing in between.
 */
function secretsRenewal(
  variable: string,
  [current, previous]: readonly [
    ValueFile<Uint8Array> | undefined,
    ValueFile<readonly Uint8Array[]> | undefined,
  ],
  initial: readonly Uint8Array[] | undefined,
  use: (secrets: readonly Uint8Array[]) => void,
): Renewal[] {
  const [first, ...others] = initial ?? [];
  const files = [current, previous].filter((file) => file !== undefined);
  if (first === undefined || files.length === 0) return [];
  const apply: Renewal['apply'] = (texts) => {
    use([
      current === undefined ? first : current.parse(texts[0] ?? ''),
      ...(previous === undefined ? others : previous.parse(texts.at(-1) ?? '')),
    ]);
  };
  return [{ name: `${variable}${current === undefined ? '_PREVIOUS' : ''}_FILE`, files, apply }];
}

function certificateRenewal(
  { certificate, privateKey }: Config['files'],
  server: Server,
  onCertificate: (certificate: Certificate) => void,
): Renewal[] {
  if (certificate === undefined || privateKey === undefined || !usesTls(server)) return [];
  const apply: Renewal['apply'] = async ([cert = '', key = '']) => {
    const renewed = checkCertificate(cert, key);
    checkValidity(renewed);
    const { renewCertificate } = await import('../http/tls.ts');
    renewCertificate(server, renewed);
    onCertificate(renewed);
  };
  return [{ name: 'TLS_CERT_FILE', files: [certificate, privateKey], apply }];
}

/** Polls the files of the renewals, and reports the outcomes in the log and in the metrics. */
export function watchRenewals(
  renewals: readonly Renewal[],
  { metrics, logger }: Reporting,
): { stop(): Promise<void> } {
  const watches = renewals.map(({ name, files, apply }) => {
    metrics.renewals.inc({ name, outcome: 'renewed' }, 0);
    metrics.renewals.inc({ name, outcome: 'rejected' }, 0);
    metrics.rejectedFiles.set({ name }, 0);
    const paths = files.map(({ path }) => path);
    return watchContents(files, {
      apply,
      onApplied: () => {
        metrics.renewals.inc({ name, outcome: 'renewed' });
        metrics.rejectedFiles.set({ name }, 0);
        logger.info('renewed from a file', { name, files: paths });
      },
      onRejected: (error) => {
        metrics.renewals.inc({ name, outcome: 'rejected' });
        metrics.rejectedFiles.set({ name }, 1);
        logger.error('file rejected: the previous value stays in use', {
          name,
          files: paths,
          error: describeError(error),
        });
      },
      onReverted: () => {
        metrics.rejectedFiles.set({ name }, 0);
        logger.info('file restored to the value in use', { name, files: paths });
      },
    });
  });
  return {
    async stop() {
      await Promise.all(watches.map((watch) => watch.stop()));
    },
  };
}
