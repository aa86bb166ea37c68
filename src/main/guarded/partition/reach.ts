import type { Session } from 'electron';
import ipaddr from 'ipaddr.js';
import { isWithin, type SiteBounds } from '../../../shared/clinic-apps/site-address.js';

/** Places that are not on the internet. A permission of the same name lets pages get there. */
export type Reach = 'thisComputer' | 'clinicNetwork';

/** Answers what a partition asks about a request. If the check fails, the request is refused. */
export function answerOnce(
  refuses: Promise<boolean>,
  answer: (response: { readonly cancel: boolean }) => void,
): void {
  refuses.then(
    (cancel) => answer({ cancel }),
    () => answer({ cancel: true }),
  );
}

/** Names that no name server of the internet answers for (RFC 6761, 6762, 8375; ICANN's `internal`). */
const INNER_NAMES = /\.(local|internal|home\.arpa|lan|home|corp)$/;

/** Asks for the IP addresses of a name; rejects when it has none. */
type Resolve = (host: string) => Promise<readonly string[]>;

/** Resolves names as Chromium does for a partition. */
export function lookUp(session: Session): Resolve {
  return async (host) => (await session.resolveHost(host)).endpoints.map(({ address }) => address);
}

/**
 * Where a request of a page leads on this side of the internet. `null` for the internet, and for what the
 * administrator named as part of the app. Names are looked up, because anybody can give a name on the
 * internet the address of a printer.
 *
 * A name without an address counts as the internet: the request fails, or a proxy finds it.
 */
export async function reachOf(
  bounds: SiteBounds,
  address: string,
  resolve: Resolve,
): Promise<Reach | null> {
  // A WebSocket to the page's own site has another scheme.
  if (isWithin(bounds, address.replace(/^ws/, 'http'))) return null;
  const host = new URL(address).hostname.replace(/^\[|\]$|\.$/g, '');
  if (host === '') return null;
  const named = reachOfHost(host);
  if (named !== undefined) return named;
  const found = await resolve(host).catch(() => []);
  return found.map(reachOfIp).find((reach) => reach !== null) ?? null;
}

/** @returns `undefined` when the name itself does not tell */
function reachOfHost(host: string): Reach | null | undefined {
  if (ipaddr.isValid(host)) return reachOfIp(host);
  if (host === 'localhost' || host.endsWith('.localhost')) return 'thisComputer';
  return !host.includes('.') || INNER_NAMES.test(host) ? 'clinicNetwork' : undefined;
}

/** @param text an IPv4 or IPv6 address */
function reachOfIp(text: string): Reach | null {
  const address = ipaddr.process(text);
  const range = address.range();
  if (range === 'loopback' || range === 'unspecified') return 'thisComputer';
  // These contain an IPv4 address, to which a gateway passes them on (RFC 6052; RFC 3056).
  if (range === 'rfc6052') return reachOfIp(address.toByteArray().slice(12).join('.'));
  if (range === '6to4') return reachOfIp(address.toByteArray().slice(2, 6).join('.'));
  return range === 'unicast' ? null : 'clinicNetwork';
}
