// @ts-check
// The web as a clinic sees it, on this computer: one HTTPS server that is the clinic app, its sign-in
// provider, and a stranger who means harm, each under its own name and with its own certificate. It
// writes down every request.

import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import { createSecureContext, TLSSocket } from 'node:tls';
import { answer } from './answers.mjs';
import { PrivateAuthority } from '../../../scripts/lib/desktop/authority.mjs';
import { siteAuthority } from './authority.mjs';
import { Canaries } from './canaries.mjs';
import { EXPIRED, UNKNOWN } from './hosts.mjs';

/** The most of a request's body that is read, in characters. */
const MOST_BODY = 1_000_000;

/**
 * @typedef {object} SiteRequest
 * @property {number} at milliseconds since 1970
 * @property {string} method
 * @property {string} host
 * @property {string} path with the query
 * @property {Readonly<Record<string, string>>} cookies
 * @property {string} body
 * @property {string | null} client whom the browser's own certificate names, if it gave one
 */

/** Everything that is made once for many sites: making keys takes its time. */
export class SiteTrust {
  authority = siteAuthority();
  #hosts = this.authority.issue(['*.clinic.example', '*.provider.example', 'evil.example']);
  #expired = this.authority.issue([EXPIRED], -1);
  #unknown = new PrivateAuthority('Nobody’s authority').issue([UNKNOWN]);

  get main() {
    return this.#hosts;
  }

  /** @param {string} host */
  identityOf(host) {
    if (host === EXPIRED) return this.#expired;
    return host === UNKNOWN ? this.#unknown : this.#hosts;
  }
}

export class ClinicSite {
  /** Of every host, oldest first. @type {SiteRequest[]} */
  requests = [];
  canaries = new Canaries();
  /** Who is signed in at the portal: the values of its session cookie. @type {Set<string>} */
  sessions = new Set();
  #secure;
  #plain;

  /** @param {SiteTrust} trust */
  constructor(trust) {
    this.#secure = createServer(
      {
        ...trust.main,
        SNICallback: (host, done) => done(null, createSecureContext(trust.identityOf(host))),
      },
      (request, response) => void answer(this, request, response),
    );
    // A browser that does not trust a certificate hangs up in the middle.
    this.#secure.on('tlsClientError', () => undefined);
    this.#plain = createPlainServer((request, response) => void answer(this, request, response));
  }

  /** @param {SiteTrust} trust */
  static async open(trust) {
    const site = new ClinicSite(trust);
    for (const server of [site.#secure, site.#plain])
      await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
    return site;
  }

  /** The switch that makes Chromium find the hosts here, and no other host anywhere. */
  get resolverSwitch() {
    const here = `127.0.0.1:${portOf(this.#secure)}`;
    const names = ['*.clinic.example', '*.provider.example', 'evil.example'];
    const rules = [...names.map((name) => `MAP ${name} ${here}`), 'MAP *.example ~NOTFOUND'];
    return `--host-resolver-rules=${rules.join(',')}`;
  }

  /** Leaves it to browsers when connections end; else the server ends idle ones after some seconds. */
  holdConnections() {
    this.#secure.keepAliveTimeout = 0;
  }

  /** @returns {Promise<number>} how many connections are open */
  connections() {
    return new Promise((resolve, reject) => {
      this.#secure.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  /** Asks browsers from now on to prove themselves by a certificate; they need not. */
  askForClients() {
    // As options of the server that can be changed; its types know them at its making alone.
    Object.assign(this.#secure, { requestCert: true, rejectUnauthorized: false });
  }

  /** Of the secure server, on this computer. */
  get port() {
    return portOf(this.#secure);
  }

  /** The same pages over plain http, on this computer. */
  get plainAddress() {
    return `http://localhost:${portOf(this.#plain)}/`;
  }

  /**
   * What a host was asked so far.
   * @param {string} host
   * @param {string} [path] its beginning
   */
  asked(host, path = '/') {
    return this.requests.filter(
      (request) => request.host === host && request.path.startsWith(path),
    );
  }

  /**
   * Reads and writes down a request.
   * @param {import('node:http').IncomingMessage} request
   * @returns {Promise<SiteRequest>}
   */
  async note(request) {
    const noted = {
      at: Date.now(),
      method: request.method ?? '',
      host: (request.headers.host ?? '').replace(/:\d+$/, ''),
      path: request.url ?? '/',
      cookies: cookiesOf(request.headers.cookie ?? ''),
      body: '',
      client: clientOf(request.socket),
    };
    this.requests.push(noted);
    request.setEncoding('utf8');
    for await (const piece of request) if (noted.body.length < MOST_BODY) noted.body += piece;
    return noted;
  }

  async close() {
    for (const server of [this.#secure, this.#plain]) {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    }
  }
}

/** @param {import('node:net').Socket} socket */
function clientOf(socket) {
  if (!(socket instanceof TLSSocket)) return null;
  const name = socket.getPeerCertificate()?.subject?.CN;
  return typeof name === 'string' ? name : null;
}

/** @param {import('node:net').Server} server */
function portOf(server) {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The site is closed.');
  return address.port;
}

/** @param {string} header */
function cookiesOf(header) {
  return Object.fromEntries(
    header
      .split('; ')
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}
