import { Parser } from 'htmlparser2';
import { originOf } from '../../shared/clinic-apps/site-address.js';
import { urlOf } from '../../shared/texts/web-url.js';
import type { SiteFile } from '../ports/index.js';
import { LARGEST_PICTURE, pictureAddress } from './picture.js';

/*
 * Finds the picture of a site once, when an administrator saves its address. Pure, except for the port
 * that asks the network, without cookies.
 */

/**
 * Requests an address without cookies. Settles within a time limit, and never rejects.
 * @returns `null` when there is no answer, an error, or more than `maxBytes`
 */
export type SiteFetch = (
  address: string,
  wanted: { readonly maxBytes: number; readonly accept: string },
) => Promise<SiteFile | null>;

/** How many pictures are tried at most. */
export const MOST_TRIES = 4;
/** The largest page that is looked through, in bytes. */
export const LARGEST_PAGE = 2_000_000;

/** The sizes that a tile is best drawn from, in pixels. */
const BEST_LEAST = 64;
const BEST_MOST = 256;

/**
 * The picture of the site at an address.
 * @param address of a clinic app
 * @returns a `data:` address, or `null` when the site has none that can be taken
 */
export async function fetchIcon(address: string, fetch: SiteFetch): Promise<string | null> {
  const page = await fetch(address, { maxBytes: LARGEST_PAGE, accept: 'text/html' });
  const candidates = page === null ? [] : pagesCandidates(page);
  // After a redirect to another site, such as a sign-in page, the page's pictures are not the app's own.
  const own = new URL('/favicon.ico', address).href;
  const leftSite = originOf(page?.finalAddress ?? address) !== originOf(address);
  const all = leftSite ? [own, ...candidates] : [...candidates, own];
  const asked = [...new Set(all)].filter((icon) => mayAsk(icon, address)).slice(0, MOST_TRIES);
  for (const candidate of asked) {
    const found = await fetch(candidate, { maxBytes: LARGEST_PICTURE, accept: 'image/*' });
    const picture =
      found !== null && mayAsk(found.finalAddress, address) ? pictureAddress(found.bytes) : null;
    if (picture !== null) return picture;
  }
  return null;
}

/** A page on the internet must not make the app send requests to this computer: HTTPS or own origin only. */
function mayAsk(icon: string, address: string): boolean {
  return icon.startsWith('https://') || originOf(icon) === originOf(address);
}

/** The pictures that a page links to, the best first; last the address that browsers try anyway. */
function pagesCandidates({ bytes, finalAddress: address }: SiteFile): readonly string[] {
  const links: { readonly address: string; readonly rank: number }[] = [];
  let base = address;
  const parser = new Parser({
    onopentag(name, attributes) {
      const { href } = attributes;
      if (href === undefined) return;
      if (name === 'base' && base === address) base = resolved(href, address) ?? address;
      if (name !== 'link') return;
      const rank = rankOf(attributes);
      const icon = resolved(href.trim(), base);
      if (rank !== null && icon !== null) links.push({ address: icon, rank });
    },
  });
  parser.end(bytes.toString('utf8'));
  const ranked = links.sort((a, b) => b.rank - a.rank).map((link) => link.address);
  const usual = resolved('/favicon.ico', address);
  return usual === null ? ranked : [...ranked, usual];
}

/** @returns a higher number for a better picture; `null` for a link without a usable picture */
function rankOf({
  rel = '',
  type = '',
  sizes = '',
  href = '',
}: Record<string, string>): number | null {
  const kinds = rel.toLowerCase().split(/\s+/);
  const forTouch = kinds.some((kind) => kind.startsWith('apple-touch-icon'));
  if (!forTouch && !kinds.includes('icon')) return null;
  if (/svg/i.test(type) || /\.svg([?#]|$)/i.test(href)) return null;
  const side = [...sizes.matchAll(/(\d{1,5})x\d+/gi)].reduce(
    (largest, size) => Math.max(largest, Number(size[1])),
    0,
  );
  // Touch icons are usually 180 pixels wide, and the others 16 or 32.
  if (side === 0) return forTouch ? 3 : 1;
  return side >= BEST_LEAST && side <= BEST_MOST ? 4 : side > BEST_MOST ? 2 : 0;
}

function resolved(href: string, base: string): string | null {
  return urlOf(href, base)?.href ?? null;
}
