import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { temporaryFolder } from './temporary-folder.ts';
import type { Certificate } from './webhook-receiver.ts';

/** Whether OpenSSL is installed: Node cannot create certificates. */
export const hasOpenSsl = spawnSync('openssl', ['version']).error === undefined;

/** Creates a private key, and a certificate for a host name that the key signs itself. */
export function createCertificate(name: string): Certificate {
  const folder = temporaryFolder();
  const { status, stderr } = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`],
    ...['-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`],
  ]);
  if (status !== 0) throw new Error(`openssl failed: ${stderr.toString()}`);
  return {
    key: readFileSync(`${folder}/key.pem`, 'utf8'),
    cert: readFileSync(`${folder}/cert.pem`, 'utf8'),
  };
}
