import { appendFileSync, chownSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestCertificate } from '../certificates.ts';
import type { Cluster } from './cluster.ts';

/** Restarts a PostgreSQL server with TLS and this certificate. */
export async function serveTls(cluster: Cluster, { certificate, key }: TestCertificate): Promise<void> {
  const data = join(cluster.folder, 'data');
  const { uid, gid } = statSync(data);
  for (const [name, text] of Object.entries({ 'server.crt': certificate, 'server.key': key })) {
    writeFileSync(join(data, name), text, { mode: 0o600 });
    chownSync(join(data, name), uid, gid);
  }
  appendFileSync(join(data, 'postgresql.auto.conf'), 'ssl = on\n');
  await cluster.stop();
  await cluster.start();
}
