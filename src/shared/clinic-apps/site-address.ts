import { getDomain, getPublicSuffix } from 'tldts';
import { type Reading, unread } from '../texts/reading.js';
import { urlOf } from '../texts/web-url.js';
import { say } from '../words/say.js';

/*
 * Which addresses a clinic app may have, and which addresses its windows may show. Pure, so that the
 * settings window shows at typing what main will answer at saving.
 */

/** The longest address of a clinic app, in characters. */
export const LONGEST_ADDRESS = 2_000;

/** The longest host name, in characters (RFC 1035, 2.3.4, without the bytes that only machines write). */
const LONGEST_HOST = 253;

/** Treats `github.io` and similar hosts, below which anybody can have a site, like `com`. */
const SITES_OF_ANYBODY = { allowPrivateDomains: true } as const;

/** A host name: labels of letters, digits and hyphens (RFC 1123), also in the form of IDNA. */
const HOST = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/;

/** Whether an address leads to this computer itself and nowhere else (RFC 6761, 6.3; RFC 1122). */
function isThisComputer(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
  );
}

/**
 * Reads an address as an administrator types it; `https://` may be left out.
 * @returns the address in its normal form, without fragment
 */
export function readAddress(text: string): Reading<string> {
  const typed = text.trim();
  if (typed === '') return unread(say('Enter the address of the site.'));
  if (typed.length > LONGEST_ADDRESS) return unread(say('That address is too long.'));
  // `localhost:3000` is a host with a port, `javascript:void` has another scheme.
  const whole = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(typed) ? typed : `https://${typed}`;
  const url = urlOf(whole);
  if (url === null) return unread(say('That is not a web address. Copy it from the browser.'));
  if (url.username !== '' || url.password !== '')
    return unread(say('Leave user name and password out of the address.'));
  if (url.protocol === 'http:' && !isThisComputer(url.hostname))
    return unread(say('Use an https address: over plain http others can read along.'));
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return unread(say('Only https addresses can be opened here.'));
  url.hash = '';
  // `example.org.` is the same host; written in two ways it would have two sets of cookies.
  url.hostname = url.hostname.replace(/\.$/, '');
  if (url.hostname.split('.').includes(''))
    return unread(say('That is not a web address. Copy it from the browser.'));
  // Letters of other alphabets are longer in an address than when they are typed.
  if (url.href.length > LONGEST_ADDRESS) return unread(say('That address is too long.'));
  return { ok: true, value: url.href };
}

/**
 * Reads a host that a clinic app's windows may show besides its own: one exact host (`login.example.org`),
 * or every host below one (`*.example.org`).
 */
export function readHostRule(text: string): Reading<string> {
  const typed = text.trim().toLowerCase();
  const below = typed.startsWith('*.');
  const named = below ? typed.slice(2) : typed;
  // The parser turns other alphabets into the form that the address bar compares.
  const host = urlOf(`https://${named}`)?.host ?? '';
  // The parser would leave these characters out or give them another meaning: they are in no host name.
  const isHost = HOST.test(host) && host.length <= LONGEST_HOST && !/[\s/\\?#@%:]/.test(named);
  // An IP address has no hosts below it.
  if (!isHost || (below && /^[\d.]+$/.test(host)))
    return unread(say('“{typed}” is not a host such as login.example.org.', { typed }));
  if (below && getPublicSuffix(host, SITES_OF_ANYBODY) === host)
    return unread(
      say('“{typed}” is far too wide: anybody can have a site below {host}.', { typed, host }),
    );
  return { ok: true, value: below ? `*.${host}` : host };
}

/** The settings that decide where a clinic app's windows may go. */
export interface SiteBounds {
  /** The app's address, in its normal form. */
  readonly address: string;
  /** Rules as {@link readHostRule} gives them. */
  readonly allowedHosts: readonly string[];
}

/** Scheme, host and port of an address, or `null` when it has none. */
export function originOf(address: string): string | null {
  const origin = urlOf(address)?.origin ?? 'null';
  return origin === 'null' ? null : origin;
}

/**
 * `*.example.org` does not match hosts below one like `cloud.example.org` where anybody can have a site.
 */
function fits(rule: string, host: string): boolean {
  if (!rule.startsWith('*.')) return host === rule;
  return (
    host.endsWith(rule.slice(1)) &&
    getDomain(host, SITES_OF_ANYBODY) === getDomain(rule.slice(2), SITES_OF_ANYBODY)
  );
}

/**
 * Whether a clinic app's windows may show an address, as a page or as a frame: the app's own origin, or an
 * allowed host over https at its usual port.
 */
export function isWithin(bounds: SiteBounds, address: string): boolean {
  const origin = originOf(address);
  if (origin === null) return false;
  if (origin === originOf(bounds.address)) return true;
  const url = new URL(origin);
  return (
    url.protocol === 'https:' &&
    url.port === '' &&
    bounds.allowedHosts.some((rule) => fits(rule, url.hostname))
  );
}

/**
 * Whether the address names an empty or embedded document. Such a document has the origin of its creator.
 * `window.open()` opens one by the empty address; a query or a fragment changes nothing.
 */
export function isWithoutAddress(address: string): boolean {
  if (address.trim() === '') return true;
  const url = urlOf(address);
  return url?.protocol === 'about:' && (url.pathname === 'blank' || url.pathname === 'srcdoc');
}

/** Whether the computer's own browser could be asked to open an address. */
export function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && originOf(address) !== null;
}

/**
 * The part of an address that may be kept to come back to it: the path, and a fragment that holds a path.
 * Never a query, a parameter in the path (`;jsessionid=`) or another fragment: those carry codes and
 * tokens.
 */
export function placeOf(address: string): string {
  const { pathname, hash } = new URL(address);
  const path = pathname.replace(/;[^/]*/g, '');
  return /^#!?\//.test(hash) ? `${path}${hash.replace(/[?&;].*$/, '')}` : path;
}

/** The address of a place within a clinic app, or the app's own address if the place is outside of it. */
export function addressOfPlace(appAddress: string, place: string): string {
  const url = new URL(appAddress);
  const there = place === '' ? null : urlOf(place, url.origin);
  // A place such as `//elsewhere.example` is outside of this app.
  return there?.origin === url.origin ? there.href : url.href;
}
