// @ts-check
// A private certificate authority, made with openssl, which this computer does not trust.

import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/**
 * A server's certificate and key, as PEM texts.
 * @typedef {{ readonly cert: string, readonly key: string }} Identity
 */

export class PrivateAuthority {
  /** @type {Identity} */
  #own;

  /** @param {string} name as certificates call it */
  constructor(name) {
    this.#own = inFolder((folder) => {
      const files = ['-keyout', join(folder, 'key'), '-out', join(folder, 'cert')];
      const uses = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
      const extensions = uses.flatMap((use) => ['-addext', use]);
      openssl('req', '-x509', ...NEW_KEY, ...files, '-days', '2', ...subject(name), ...extensions);
      return readIdentity(folder);
    });
  }

  /** The certificate that others have to trust, as a PEM text. */
  get certificate() {
    return this.#own.cert;
  }

  /** The fingerprint that an administrator compares and enters to allow this authority. */
  get fingerprint() {
    return new X509Certificate(this.#own.cert).fingerprint256;
  }

  /**
   * @param {readonly string[]} hosts names, also `*.name`
   * @param {number} [days] for how long it is valid from now on; -1: until yesterday
   * @returns {Identity}
   */
  issue(hosts, days = 1) {
    const names = hosts.map((host) => `DNS:${host}`).join(',');
    const extensions = [
      `subjectAltName=${names}`,
      'extendedKeyUsage=serverAuth',
      'basicConstraints=CA:FALSE',
    ];
    return this.#issue('A host', extensions, days);
  }

  /**
   * @param {string} owner
   * @param {readonly string[]} extensions
   * @param {number} days
   * @returns {Identity}
   */
  #issue(owner, extensions, days) {
    return inFolder((folder) => {
      /** @param {string} name */
      const at = (name) => join(folder, name);
      writeFileSync(at('own-key'), this.#own.key);
      writeFileSync(at('own-cert'), this.#own.cert);
      writeFileSync(at('extensions'), extensions.join('\n'));
      openssl('req', ...NEW_KEY, '-keyout', at('key'), '-out', at('request'), ...subject(owner));
      openssl(
        ...['x509', '-req', '-in', at('request'), '-out', at('cert'), '-days', String(days)],
        ...['-CA', at('own-cert'), '-CAkey', at('own-key'), '-CAcreateserial'],
        ...['-extfile', at('extensions')],
      );
      const { cert, key } = readIdentity(folder);
      // With the issuer's certificate, as servers send both.
      return { cert: cert + this.#own.cert, key };
    });
  }

  /**
   * A certificate by which a client proves who it is.
   * @param {string} name
   * @returns {Identity}
   */
  issueToClient(name) {
    return this.#issue(name, ['extendedKeyUsage=clientAuth', 'basicConstraints=CA:FALSE'], 1);
  }

  /**
   * Adds the authority to the NSS database of a home folder, as staff can do: other Chromiums trust
   * it then.
   * @param {string} home
   */
  trustIn(home) {
    const folder = join(home, '.pki/nssdb');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(home, '.pki/authority.pem');
    writeFileSync(file, this.#own.cert);
    const database = ['-d', `sql:${folder}`];
    execFileSync('certutil', [...database, '-N', '--empty-password']);
    execFileSync('certutil', [...database, '-A', '-t', 'C,,', '-n', 'clinic private', '-i', file]);
  }
}

/**
 * @template T
 * @param {(folder: string) => T} work
 * @returns {T}
 */
function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'clinic-authority-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} name */
const subject = (name) => ['-subj', `/CN=${name}`];

/** @param {string[]} args */
function openssl(...args) {
  execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/**
 * @param {string} folder
 * @returns {Identity}
 */
function readIdentity(folder) {
  const [cert, key] = ['cert', 'key'].map((name) => readFileSync(join(folder, name), 'utf8'));
  return { cert: `${cert}`, key: `${key}` };
}
