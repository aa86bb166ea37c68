import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM texts. */
export interface Made {
  readonly cert: string;
  readonly key: string;
}

export interface Wanted {
  /** Without one it signs itself. */
  readonly by?: Made;
  /** As openssl writes them. */
  readonly extensions: readonly string[];
  /** -1: until yesterday. */
  readonly days?: number;
  readonly newKey?: readonly string[];
  readonly digest?: string;
}

const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
export const weakKey = ['-newkey', 'rsa:1024'];

export const ofAuthority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];

export function ofServer(...hosts: readonly string[]): readonly string[] {
  const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`));
  return [
    `subjectAltName=${names.join(',')}`,
    'extendedKeyUsage=serverAuth',
    'basicConstraints=CA:FALSE',
  ];
}

/** Makes a certificate by openssl. */
export function makeCertificate(
  name: string,
  { by, extensions, days = 1, newKey = EC_KEY, digest = 'sha256' }: Wanted,
): Made {
  const folder = mkdtempSync(join(tmpdir(), 'clinic-certificate-'));
  const at = (file: string): string => join(folder, file);
  const run = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { stdio: 'pipe' });
  try {
    writeFileSync(at('extensions'), extensions.join('\n'));
    const files = ['-keyout', at('key'), '-out', at('request')];
    run('req', ...newKey, '-nodes', ...files, '-subj', `/CN=${name}`);
    const signer = by === undefined ? ['-signkey', at('key')] : ['-CA', at('by-cert')];
    if (by !== undefined) {
      writeFileSync(at('by-cert'), by.cert);
      writeFileSync(at('by-key'), by.key);
      signer.push('-CAkey', at('by-key'), '-CAcreateserial');
    }
    run(
      ...['x509', '-req', '-in', at('request'), '-out', at('cert'), '-days', String(days)],
      ...[`-${digest}`, '-extfile', at('extensions'), ...signer],
    );
    return { cert: readFileSync(at('cert'), 'utf8'), key: readFileSync(at('key'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
