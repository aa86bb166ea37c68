// @ts-check
// The demo's practice management system: a real HTTPS site on one private desktop, with a cookie
// for each sign-in. All its people are invented.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PrivateAuthority } from '../desktop/authority.mjs';
import { fontFile } from '../paths.mjs';
import { pngOf } from '../svg.mjs';

const host = 'practice.harbour.example';
const folder = join(import.meta.dirname, 'practice-site');
const cookieName = 'practice-session';

/** The site's name and address, and the user who may sign in. */
export const practice = {
  name: 'Harbour Practice',
  address: `https://${host}/`,
  signOutAddress: `https://${host}/sign-out`,
  userName: 'dana.whitlock',
  password: 'nine-paper-lanterns',
};

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

export class PracticeSite {
  #server;
  #icon = pngOf(join(folder, 'icon.svg'), 128);
  /** The cookie values of all open sign-ins. @type {Set<string>} */
  #sessions = new Set();
  /** How many sessions ended because their sign-out address was called. */
  signedOut = 0;
  /** The saved notes. @type {string[]} */
  notes = [];

  /** @param {PrivateAuthority} authority */
  constructor(authority) {
    /** The fingerprint by which an administrator allows its certificate. */
    this.authority = authority.fingerprint;
    this.#server = createServer(authority.issue([host]), (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** Opens the site with a certificate of the clinic's own authority. */
  static async open() {
    const authority = new PrivateAuthority('Harbour Practice demo');
    const site = new PracticeSite(authority);
    await new Promise((ready) => site.#server.listen(0, '127.0.0.1', () => ready(undefined)));
    return site;
  }

  /** The switch by which Chromium finds the site here, and no other site anywhere. */
  get resolverSwitch() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `--host-resolver-rules=MAP ${host} 127.0.0.1:${port},MAP * ~NOTFOUND`;
  }

  /** How many are signed in. */
  get signedIn() {
    return this.#sessions.size;
  }

  async close() {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }

  /** @param {Request} request @param {Response} response */
  async #answer(request, response) {
    const session = cookieOf(request);
    const isSignedIn = this.#sessions.has(session);
    switch (`${request.method} ${request.url}`) {
      case 'GET /':
        return send(response, 'text/html', page(isSignedIn ? 'today.html' : 'sign-in.html'));
      case 'POST /sign-in': {
        const form = new URLSearchParams(await text(request));
        if (form.get('user') === practice.userName && form.get('password') === practice.password) {
          const fresh = randomBytes(16).toString('hex');
          this.#sessions.add(fresh);
          const attributes = 'Secure; HttpOnly; SameSite=Lax; Path=/';
          response.setHeader('set-cookie', `${cookieName}=${fresh}; ${attributes}`);
        }
        return home(response);
      }
      case 'POST /notes': {
        const form = new URLSearchParams(await text(request));
        if (isSignedIn) this.notes.push(form.get('note') ?? '');
        return home(response);
      }
      case 'GET /sign-out':
        if (this.#sessions.delete(session)) this.signedOut += 1;
        return home(response);
      case 'GET /style.css':
        return send(response, 'text/css', page('style.css'));
      case 'GET /inter.woff2':
        return send(response, 'font/woff2', readFileSync(fontFile));
      case 'GET /icon.png':
        return send(response, 'image/png', this.#icon);
      default:
        response.writeHead(404).end();
    }
  }
}

/** @param {string} name */
function page(name) {
  return readFileSync(join(folder, name));
}

/** @param {Response} response @param {string} type @param {Buffer} body */
function send(response, type, body) {
  const charset = type.startsWith('text/') ? '; charset=utf-8' : '';
  response.writeHead(200, { 'content-type': `${type}${charset}`, 'cache-control': 'no-store' });
  response.end(body);
}

/** @param {Response} response */
function home(response) {
  response.writeHead(303, { location: '/' }).end();
}

/** @param {Request} request */
function cookieOf({ headers }) {
  return new RegExp(`${cookieName}=(\\w+)`).exec(headers.cookie ?? '')?.[1] ?? '';
}
