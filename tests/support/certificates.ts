// Certificates for servers on this machine, from an authority that exists only in a test. Node can create keys and signatures,
// but no certificates.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate and its key, in PEM. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
}

export interface IssueOptions {
  /** By default, `localhost` and 127.0.0.1. */
  readonly host?: string;
  readonly keyType?: 'ec' | 'rsa';
  /** When it is valid, in days from now. By default from yesterday to tomorrow, -1 to 1. */
  readonly validDays?: readonly [from: number, to: number];
}

export interface TestAuthority {
  /** The certificate of the authority, which clients must trust. */
  readonly certificate: string;
  issue(options?: IssueOptions): TestCertificate;
}

export function createAuthority(): TestAuthority {
  const ca = createKeys('ec');
  const name = nameOf(`Test authority ${randomBytes(4).toString('hex')}`);
  return {
    certificate: certify(ca.publicKey, name, {
      // Marks the certificate as that of an authority.
      extension: sequence(basicConstraintsId, der(0x04, sequence(der(0x01, Buffer.from([0xff]))))),
      issuer: { name, key: ca.privateKey },
    }),
    issue: ({ host = 'localhost', keyType = 'ec', validDays } = {}) => {
      const { privateKey, publicKey } = createKeys(keyType);
      const hosts = [
        der(0x82, Buffer.from(host)),
        ...(host === 'localhost' ? [der(0x87, Buffer.from([127, 0, 0, 1]))] : []),
      ];
      return {
        certificate: certify(publicKey, nameOf(host), {
          extension: sequence(subjectAltNameId, der(0x04, sequence(...hosts))),
          issuer: { name, key: ca.privateKey },
          validDays,
        }),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      };
    },
  };
}

/**
 * Writes a certificate and its key to files in a folder, each atomically, as tools that renew certificates do. Returns the
 * settings with which the service uses them.
 */
export function install({ certificate, key }: TestCertificate, folder: string) {
  const [TLS_CERT_FILE, TLS_KEY_FILE] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  for (const [file, text] of [
    [TLS_CERT_FILE, certificate],
    [TLS_KEY_FILE, key],
  ] as const) {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
  return { TLS_CERT_FILE, TLS_KEY_FILE };
}

function createKeys(type: 'ec' | 'rsa'): { privateKey: KeyObject; publicKey: KeyObject } {
  return type === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function certify(
  publicKey: KeyObject,
  subject: Buffer,
  {
    extension,
    issuer,
    validDays = [-1, 1],
  }: {
    extension: Buffer;
    issuer: { name: Buffer; key: KeyObject };
    validDays?: IssueOptions['validDays'];
  },
): string {
  const algorithm = sequence(ecdsaWithSha256);
  const day = 24 * 60 * 60 * 1000;
  const content = sequence(
    der(0xa0, integer(2)),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    algorithm,
    issuer.name,
    sequence(...validDays.map((days) => utcTime(Date.now() + days * day))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, issuer.key));
  const base64 = sequence(content, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(commonNameId, der(0x0c, Buffer.from(text)))));
}

// Encoded object identifiers.
const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex');
const commonNameId = Buffer.from('0603550403', 'hex');
const subjectAltNameId = Buffer.from('0603551d11', 'hex');
const basicConstraintsId = Buffer.from('0603551d13', 'hex');

/** A value in DER (distinguished encoding rules of ASN.1): its tag, its length and its content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  const { length } = value;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts);
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.from([value]));
}

function utcTime(time: number): Buffer {
  return der(0x18, Buffer.from(new Date(time).toISOString().replace(/[-:T]|\.\d+/g, '')));
}
