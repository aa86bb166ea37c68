import { X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { leadsToAnchor } from '../../src/main/host/network/certificate-path.js';
import { serverJudge, UNKNOWN_AUTHORITY } from '../../src/main/host/network/server-judge.js';
import type { SeenCertificate } from '../../src/main/ports/index.js';

/* Which servers are trusted, with real certificates from openssl. */

/** PEM texts. */
interface Made {
  readonly cert: string;
  readonly key: string;
}

interface Wanted {
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
const weakKey = ['-newkey', 'rsa:1024'];

const ofAuthority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];

function ofServer(...hosts: readonly string[]): readonly string[] {
  const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`));
  return [
    `subjectAltName=${names.join(',')}`,
    'extendedKeyUsage=serverAuth',
    'basicConstraints=CA:FALSE',
  ];
}

/** Makes a certificate by openssl. */
function makeCertificate(
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

const HOST = 'portal.clinic.example';
const DAY_MS = 86_400_000;

const read = ({ cert }: Made): X509Certificate => new X509Certificate(cert);
const printOf = (made: Made): string => read(made).fingerprint256;

let root: Made;
let other: Made;
let middle: Made;
let server: Made;
let belowMiddle: Made;

beforeAll(() => {
  root = makeCertificate('Root', { extensions: ofAuthority });
  other = makeCertificate('Other', { extensions: ofAuthority });
  middle = makeCertificate('Middle', { by: root, extensions: ofAuthority });
  server = makeCertificate('A host', { by: root, extensions: ofServer(HOST, '127.0.0.1') });
  belowMiddle = makeCertificate('A host', { by: middle, extensions: ofServer(HOST) });
});

function proves(
  sent: readonly Made[],
  anchors: readonly Made[],
  more: { readonly host?: string; readonly nowMs?: number } = {},
): boolean {
  const question = { host: HOST, nowMs: Date.now() + 1_000, ...more };
  return leadsToAnchor({ ...question, sent: sent.map(read), anchors: anchors.map(read) });
}

describe('a path to an authority', () => {
  it('is found directly, through sent certificates, and in any order', () => {
    expect(proves([server], [root])).toBe(true);
    expect(proves([server, root], [other, root])).toBe(true);
    expect(proves([belowMiddle, other, root, middle], [root])).toBe(true);
    // An intermediate certificate may be trusted itself.
    expect(proves([belowMiddle], [middle])).toBe(true);
  });

  it('is not found if an issuer is missing, or is another one', () => {
    expect(proves([belowMiddle], [root])).toBe(false);
    expect(proves([server], [other])).toBe(false);
    expect(proves([server, root], [])).toBe(false);
    expect(proves([], [root])).toBe(false);
    const sameName = makeCertificate('Root', { extensions: ofAuthority });
    expect(proves([server], [sameName])).toBe(false);
  });

  it('is valid only for the hosts that the certificate names', () => {
    expect(proves([server], [root], { host: 'evil.example' })).toBe(false);
    expect(proves([server], [root], { host: '127.0.0.1' })).toBe(true);
    expect(proves([server], [root], { host: '127.0.0.2' })).toBe(false);
    const wild = makeCertificate('W', { by: root, extensions: ofServer('*.clinic.example') });
    expect(proves([wild], [root])).toBe(true);
    expect(proves([wild], [root], { host: 'a.b.clinic.example' })).toBe(false);
    // Only names among the alternative names count.
    const common = makeCertificate(HOST, { by: root, extensions: ofServer('b.example') });
    expect(proves([common], [root])).toBe(false);
    const nameless = makeCertificate(HOST, { by: root, extensions: ['basicConstraints=CA:FALSE'] });
    expect(proves([nameless], [root])).toBe(false);
  });

  it('is valid while every certificate of it is valid', () => {
    expect(proves([server], [root], { nowMs: Date.now() + 2 * DAY_MS })).toBe(false);
    expect(proves([server], [root], { nowMs: Date.now() - DAY_MS })).toBe(false);
    const old = makeCertificate('Old', { by: root, extensions: ofAuthority, days: -1 });
    const below = makeCertificate('A host', { by: old, extensions: ofServer(HOST) });
    expect(proves([below, old], [root])).toBe(false);
  });

  it.each<[string, Partial<Wanted>, Partial<Wanted>]>([
    ['an issuer that is no authority', { extensions: ofServer('middle.example') }, {}],
    ['an issuer that may not sign', { extensions: [ofAuthority[0] ?? '', 'keyUsage=cRLSign'] }, {}],
    [
      'an issuer for mail',
      { extensions: [...ofAuthority, 'extendedKeyUsage=emailProtection'] },
      {},
    ],
    [
      'an issuer that is held to names',
      { extensions: [...ofAuthority, 'nameConstraints=critical,permitted;DNS:.clinic.example'] },
      {},
    ],
    [
      'an issuer with something critical that nobody knows',
      { extensions: [...ofAuthority, '1.3.6.1.4.1.99999.1=critical,ASN1:UTF8String:x'] },
      {},
    ],
    ['an issuer with a weak key', { newKey: weakKey }, {}],
    ['an issuer that was signed by SHA-1', { digest: 'sha1' }, {}],
    ['a server with a weak key', {}, { newKey: weakKey }],
    ['a server that was signed by SHA-1', {}, { digest: 'sha1' }],
    [
      'a certificate for people',
      {},
      { extensions: [`subjectAltName=DNS:${HOST}`, 'extendedKeyUsage=clientAuth'] },
    ],
  ])('refuses %s', (_what, issuer, own) => {
    const made = makeCertificate('M', { by: root, extensions: ofAuthority, ...issuer });
    const below = makeCertificate('S', { by: made, extensions: ofServer(HOST), ...own });
    expect(proves([below, made], [root])).toBe(false);
  });

  it('may be as long as its issuers allow', () => {
    const last = ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign'];
    const limited = makeCertificate('Limited', { by: root, extensions: last });
    const direct = makeCertificate('S', { by: limited, extensions: ofServer(HOST) });
    expect(proves([direct, limited], [root])).toBe(true);
    const further = makeCertificate('Further', { by: limited, extensions: ofAuthority });
    const below = makeCertificate('S', { by: further, extensions: ofServer(HOST) });
    expect(proves([below, further, limited], [root])).toBe(false);
  });

  it(
    'is given up if a stranger sends many certificates that issue each other',
    { timeout: 20_000 },
    () => {
      const twins = Array.from({ length: 9 }, () =>
        makeCertificate('Twin', { by: middle, extensions: ofAuthority }),
      );
      const begun = performance.now();
      expect(proves([belowMiddle, ...twins, middle], [other])).toBe(false);
      expect(performance.now() - begun).toBeLessThan(2_000);
    },
  );
});

describe('a server', () => {
  const machine = (...made: readonly Made[]) =>
    serverJudge(
      () => Promise.resolve(made.map(read)),
      () => Date.now() + 1_000,
    );
  const seen = (patch: Partial<SeenCertificate>): SeenCertificate => ({
    host: HOST,
    sent: [server.cert, root.cert],
    validated: [server.cert, root.cert],
    error: 0,
    byKnownRoot: false,
    ...patch,
  });
  const unknown = { error: UNKNOWN_AUTHORITY, validated: [] };

  it('that every browser trusts is accepted', async () => {
    expect(await machine().judge(seen({ byKnownRoot: true }), [])).toBe('asChromium');
  });

  it('that Chromium trusts by a store of its user is refused', async () => {
    expect(await machine().judge(seen({}), [])).toBe('refused');
    expect(await machine(other).judge(seen({}), [printOf(other)])).toBe('refused');
    expect(await machine().judge(seen({ validated: [] }), [])).toBe('refused');
  });

  it('is accepted by the authorities of the computer, and by those that were allowed for its app', async () => {
    expect(await machine(root).judge(seen({}), [])).toBe('asChromium');
    expect(await machine().judge(seen({}), [printOf(root)])).toBe('asChromium');
    expect(await machine(root).judge(seen(unknown), [])).toBe('believed');
    expect(await machine().judge(seen(unknown), [printOf(root)])).toBe('believed');
    // The server need not send an authority that this computer knows.
    expect(await machine(root).judge(seen({ ...unknown, sent: [server.cert] }), [])).toBe(
      'believed',
    );
  });

  it('with a self-made certificate is accepted by exactly that certificate', async () => {
    const self = makeCertificate('Self', { extensions: ofServer(HOST) });
    const made = { ...unknown, sent: [self.cert] };
    expect(await machine().judge(seen(made), [printOf(self)])).toBe('believed');
    expect(await machine().judge(seen(made), [printOf(root)])).toBe('asChromium');
    expect(await machine().judge(seen({ ...made, host: 'other.example' }), [printOf(self)])).toBe(
      'asChromium',
    );
  });

  it('with another error in Chromium stays refused, whatever is allowed', async () => {
    for (const error of [-200, -201, -204, -206, -207, -208, -213])
      expect(await machine(root).judge(seen({ error }), [printOf(root)])).toBe('asChromium');
    const elsewhere = seen({ ...unknown, host: 'evil.example' });
    expect(await machine(root).judge(elsewhere, [printOf(root)])).toBe('asChromium');
  });

  it('whose certificate, or a store, cannot be read is refused', async () => {
    expect(await machine().judge(seen({ ...unknown, sent: ['nothing'] }), [])).toBe('refused');
    const broken = serverJudge(() => Promise.reject(new Error('no')));
    expect(await broken.judge(seen({}), [])).toBe('refused');
  });
});
