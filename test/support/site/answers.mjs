// @ts-check
// What the hosts of the test web answer. A page is a file in `pages/`, with `{{…}}` for what differs
// from site to site; everything that is more than a page is here.

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../scripts/lib/paths.mjs';
import { bigScript, icon, image, pdf, serviceWorker, writtenPdf } from './files.mjs';
import { EVIL, PATHOLOGY, PORTAL, PROVIDER, SITE_PERSON } from './hosts.mjs';

const PAGES = join(projectRoot, 'test/support/site/pages');
/** Pages are not stored, so that a mark in a cache is what the page put there. */
const HTML = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
const SCRIPT = { 'content-type': 'text/javascript; charset=utf-8' };
const FOR_AN_HOUR = { 'cache-control': 'max-age=3600' };
/** How long a file takes that comes late, in milliseconds. */
const LATE_FILE_MS = 1_500;
/** How much of an endless download comes at a time, and how often, in milliseconds. */
const TRICKLE_BYTES = 4_096;
const TRICKLE_EVERY_MS = 200;

/**
 * @typedef {object} Exchange
 * @property {import('./clinic-site.mjs').ClinicSite} site
 * @property {import('./clinic-site.mjs').SiteRequest} asked
 * @property {URL} url
 * @property {import('node:http').IncomingMessage} request
 * @property {import('node:http').ServerResponse} response
 */
/** @typedef {(exchange: Exchange) => void} Answer */

/**
 * @param {import('./clinic-site.mjs').ClinicSite} site
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export async function answer(site, request, response) {
  try {
    const asked = await site.note(request);
    const url = new URL(asked.path, `https://${asked.host}`);
    const exchange = { site, asked, url, request, response };
    const host = hostFolder(asked.host);
    const special = ANSWERS[`${host} ${asked.method} ${url.pathname}`];
    if (special !== undefined) special(exchange);
    else page(exchange, host, url.pathname);
  } catch {
    // The browser hung up before it had asked.
    response.destroy();
  }
}

/** @param {string} host */
function hostFolder(host) {
  if (host === PROVIDER) return 'provider';
  return host === EVIL ? 'evil' : 'portal';
}

/** @type {Readonly<Record<string, Answer>>} */
const ANSWERS = {
  'portal GET /': (exchange) => {
    if (isSignedIn(exchange)) redirect(exchange, '/patients');
    else page(exchange, 'portal', '/sign-in');
  },
  'portal POST /sign-in': (exchange) => {
    const form = new URLSearchParams(exchange.asked.body);
    const { userName, password } = SITE_PERSON;
    if (form.get('user') === userName && form.get('password') === password) signIn(exchange);
    else redirect(exchange, '/sign-in-failed');
  },
  // Back from the provider, by the way of the pop-up or of the redirect.
  'portal GET /sign-in-with-code': (exchange) => {
    if (exchange.url.searchParams.get('code') === codeOf(exchange)) signIn(exchange);
    else redirect(exchange, '/sign-in-failed');
  },
  'portal GET /patients': (exchange) => behindSignIn(exchange, '/patients'),
  'portal GET /sign-out': (exchange) => {
    // As when the network goes.
    if (exchange.url.searchParams.has('cut')) exchange.response.destroy();
    else signOut(exchange);
  },
  'portal POST /sign-out': signOut,
  'portal GET /basic': ({ response }) => {
    const asks = { 'www-authenticate': 'Basic realm="Ward"' };
    response.writeHead(401, { ...HTML, ...asks }).end('<title>Basic</title>Sign in first.');
  },
  'portal GET /slow-sign-out': () => {
    // Never answered.
  },
  'provider GET /print': (exchange) => page(exchange, 'portal', '/print'),
  'portal POST /notes': (exchange) => redirect(exchange, '/forms?saved'),
  'portal GET /go': ({ response, url }) => {
    response.writeHead(302, { location: url.searchParams.get('to') ?? '/' }).end();
  },
  'portal GET /refresh': (exchange) => {
    const to = exchange.url.searchParams.get('to') ?? '/';
    send(
      exchange,
      HTML,
      `<meta http-equiv="refresh" content="0; url=${to}"><title>Refresh</title>`,
    );
  },
  'portal GET /service-worker.js': (exchange) =>
    send(exchange, SCRIPT, serviceWorker(exchange.site.canaries.of('serviceWorker'))),
  'portal GET /big.js': (exchange) =>
    send(
      exchange,
      { ...SCRIPT, ...FOR_AN_HOUR },
      bigScript(exchange.site.canaries.of('codeCache')),
    ),
  'portal GET /cached.txt': (exchange) =>
    send(
      exchange,
      { 'content-type': 'text/plain', ...FOR_AN_HOUR },
      exchange.site.canaries.of('httpCache'),
    ),
  'portal GET /shared-worker.js': (exchange) =>
    send(
      exchange,
      SCRIPT,
      `const mark = '${exchange.site.canaries.of('sharedWorker')}';
       setInterval(() => fetch('/beacon?shared-worker'), 200);`,
    ),
  'portal GET /worker.js': (exchange) =>
    send(exchange, SCRIPT, `setInterval(() => fetch('/beacon?worker'), 200);`),
  'portal GET /beacon': ({ response }) => {
    response.writeHead(204).end();
  },
  // What a page tells when it takes itself for being left.
  'portal POST /release': ({ response }) => {
    response.writeHead(204).end();
  },
  'portal GET /cached.png': (exchange) =>
    send(
      exchange,
      { 'content-type': 'image/png', ...FOR_AN_HOUR },
      image(exchange.site.canaries.of('imageCache')),
    ),
  'portal GET /icon.png': (exchange) =>
    send(exchange, { 'content-type': 'image/png' }, icon(exchange.site.canaries.of('icon'))),
  'portal GET /files/report.pdf': (exchange) =>
    download(exchange, 'report.pdf', pdf(exchange.site.canaries.of('download'))),
  // To be seen: nothing says that it is a file to be kept.
  'portal GET /files/shown.pdf': shownPdf,
  'portal POST /files/shown.pdf': shownPdf,
  'portal GET /files/damaged.pdf': (exchange) =>
    send(exchange, { 'content-type': 'application/pdf' }, 'No document.'),
  // As a report that has to be made first.
  'portal GET /files/late.pdf': (exchange) =>
    void setTimeout(
      () => download(exchange, 'late.pdf', pdf(exchange.site.canaries.of('download'))),
      LATE_FILE_MS,
    ),
  'portal GET /files/setup.exe': (exchange) =>
    download(exchange, 'setup.exe', Buffer.from('MZ: a program')),
  // The name hides its ending behind a mark that turns the writing direction around.
  'portal GET /files/disguised': (exchange) =>
    download(exchange, 'results\u202efdp.exe', Buffer.from('MZ: a program')),
  // The name tries to leave its folder.
  'portal GET /files/false.pdf': (exchange) =>
    download(exchange, 'false.pdf', Buffer.from(`7f454c46${'00'.repeat(4_000)}`, 'hex')),

  'portal GET /files/climbing': (exchange) =>
    download(exchange, '../../../../climbed.txt', Buffer.from('Climbed.')),
  // Longer than any file system takes, in bytes.
  'portal GET /files/long-name': (exchange) =>
    download(exchange, `${'Befund_für_Пациент_'.repeat(20)}.txt`, Buffer.from('Long.')),
  'portal GET /files/endless.csv': endless,
  'portal GET /basic-auth': (exchange) => {
    const { response, request, site } = exchange;
    if (request.headers.authorization === undefined)
      response.writeHead(401, { 'www-authenticate': 'Basic realm="Portal"' }).end();
    else send(exchange, HTML, `<title>Let in</title>${site.canaries.of('basicAuth')}`);
  },
  'provider POST /authorise': (exchange) => {
    const form = new URLSearchParams(exchange.asked.body);
    const { userName, password } = SITE_PERSON;
    if (form.get('user') !== userName || form.get('password') !== password)
      redirect(exchange, '/authorise');
    else if (form.get('back') === 'redirect')
      redirect(exchange, `https://${PORTAL}/sign-in-with-code?code=${codeOf(exchange)}`);
    else page(exchange, 'provider', '/authorised');
  },
};

/** @param {Exchange} exchange */
function isSignedIn({ site, asked }) {
  return site.sessions.has(asked.cookies['portal-session'] ?? '');
}

/** What the provider gives the portal for somebody whom it knows. @param {Exchange} exchange */
function codeOf({ site }) {
  return `code-${site.canaries.of('title').slice(-8)}`;
}

/** @param {Exchange} exchange */
function signIn({ site, response }) {
  const session = `${site.canaries.of('sessionCookie')}-${randomBytes(6).toString('hex')}`;
  site.sessions.add(session);
  const lasting = site.canaries.of('lastingCookie');
  response
    .writeHead(303, {
      location: '/patients',
      'set-cookie': [
        `portal-session=${session}; Secure; HttpOnly; SameSite=Lax; Path=/`,
        `remembered=${lasting}; Secure; SameSite=Lax; Path=/; Max-Age=86400`,
      ],
    })
    .end();
}

/** @param {Exchange} exchange */
function signOut(exchange) {
  const { site, asked, response } = exchange;
  site.sessions.delete(asked.cookies['portal-session'] ?? '');
  response.setHeader('set-cookie', 'portal-session=; Secure; HttpOnly; Path=/; Max-Age=0');
  redirect(exchange, '/');
}

/** @param {Exchange} exchange @param {string} path */
function behindSignIn(exchange, path) {
  if (isSignedIn(exchange)) page(exchange, 'portal', path);
  else redirect(exchange, '/');
}

/** @param {Exchange} exchange @param {string} to */
function redirect({ response }, to) {
  response.writeHead(303, { location: to }).end();
}

/** @param {Exchange} exchange @param {string} host @param {string} path */
function page(exchange, host, path) {
  if (path.startsWith('/patients/')) {
    behindSignIn(exchange, '/patient');
    return;
  }
  const file = join(PAGES, host, `${path === '/' ? '/index' : path}.html`);
  if (!file.startsWith(PAGES) || !existsSync(file)) {
    exchange.response.writeHead(404, HTML).end('<title>Not here</title>Not here.');
    return;
  }
  send(exchange, HTML, filledIn(readFileSync(file, 'utf8'), exchange));
}

/** @param {string} text @param {Exchange} exchange */
function filledIn(text, exchange) {
  const { canaries } = exchange.site;
  const code = codeOf(exchange);
  const words = /** @type {Readonly<Record<string, string>>} */ ({
    portal: `https://${PORTAL}`,
    pathology: `https://${PATHOLOGY}`,
    provider: `https://${PROVIDER}`,
    evil: `https://${EVIL}`,
    code,
  });
  return text.replace(/\{\{(\w+)\}\}/g, (_whole, name) => {
    const word = words[name] ?? canaries.of(name);
    if (word === undefined) throw new Error(`No page may ask for “${name}”.`);
    return word;
  });
}

/**
 * @param {Exchange} exchange
 * @param {Readonly<Record<string, string>>} headers
 * @param {string | Buffer} body
 */
function send({ response }, headers, body) {
  response.writeHead(200, headers).end(body);
}

/** @param {Exchange} exchange @param {string} fileName @param {Buffer} body */
function download(exchange, fileName, body) {
  const name = `filename*=UTF-8''${encodeURIComponent(fileName)}`;
  const headers = { 'content-disposition': `attachment; ${name}` };
  send(exchange, { 'content-type': 'application/octet-stream', ...headers }, body);
}

/** @type {Answer} */
function shownPdf(exchange) {
  const { site, url } = exchange;
  const body = writtenPdf(`Pat Example ${url.search.slice(1)}`, site.canaries.of('download'));
  send(exchange, { 'content-type': 'application/pdf', ...FOR_AN_HOUR }, body);
}

/** A download that never ends, for as long as somebody takes it. @type {Answer} */
function endless({ response, site }) {
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename=endless.csv',
  });
  const piece = Buffer.alloc(TRICKLE_BYTES, `${site.canaries.of('download')} `);
  const timer = setInterval(() => response.write(piece), TRICKLE_EVERY_MS);
  response.once('close', () => clearInterval(timer));
}
