import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import type { WindowKind } from '../../../shared/requests/views.js';

const SCHEME = 'app';
const HOST = 'clinic';

/**
 * The second host of the same pages. Chromium gives each host its own processes, so a page that goes from
 * one host to the other leaves all that it knew behind in a process that ends.
 */
const OTHER_HOST = 'clinic-anew';

/** The page of each kind of window. */
const PAGES: Readonly<Record<WindowKind, string>> = {
  main: 'index.html',
  settings: 'settings.html',
  warning: 'warning.html',
  bar: 'bar.html',
};

/** Shows one document of a clinic app's site. This is no window kind, because it asks main for nothing. */
export const PDF_PAGE = `${SCHEME}://${HOST}/pdf.html`;

/** Nothing but the app's own files, no inline code, no network. */
const CONTENT_SECURITY_POLICY = policyWith({ scripts: "'self'", connects: "'none'" });

/** The decoder for scanned pictures is WebAssembly. The page fetches it, fonts and character maps. */
const PDF_POLICY = policyWith({ scripts: "'self' 'wasm-unsafe-eval'", connects: "'self'" });

function policyWith(allowed: { readonly scripts: string; readonly connects: string }): string {
  return [
    "default-src 'none'",
    `script-src ${allowed.scripts}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${allowed.connects}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
  '.wasm': 'application/wasm',
};

export function pageUrl(kind: WindowKind, host = HOST): string {
  return `${SCHEME}://${host}/${PAGES[kind]}`;
}

/** @returns the same page under the other host, so in another process than the page at `url` */
export function pageUrlAnew(kind: WindowKind, url: string): string {
  return pageUrl(kind, url === pageUrl(kind) ? OTHER_HOST : HOST);
}

/** Whether an address is exactly the page of this kind of window; query and fragment are refused. */
export function isPageOf(kind: WindowKind, url: string): boolean {
  return url === pageUrl(kind) || url === pageUrl(kind, OTHER_HOST);
}

/** To be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/**
 * Serves the built pages, and nothing outside their folder.
 * @param folder absolute path of the built renderer
 */
export function serveAppPages(session: Session, folder: string): void {
  const root = normalize(folder + sep);
  session.protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    const file = normalize(join(root, decodeURIComponent(url.pathname)));
    const type = TYPES[extname(file)];
    if (
      (url.host !== HOST && url.host !== OTHER_HOST) ||
      request.method !== 'GET' ||
      type === undefined ||
      !file.startsWith(root)
    )
      return new Response('Not found', { status: 404 });
    try {
      return new Response(await readFile(file), {
        headers: {
          'content-type': type,
          'content-security-policy':
            request.url === PDF_PAGE ? PDF_POLICY : CONTENT_SECURITY_POLICY,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
        },
      });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  });
}
