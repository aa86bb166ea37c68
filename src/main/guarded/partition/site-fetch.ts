import { randomUUID } from 'node:crypto';
import { session } from 'electron';
import { originOf, type SiteBounds } from '../../../shared/clinic-apps/site-address.js';
import type { SiteFile, SiteRules } from '../../ports/index.js';
import { answerOnce, lookUp, reachOf } from './reach.js';
import { allowAuthorities } from '../../windows/hardening/network-guard.js';

/** How long an answer may take, in milliseconds. */
const BOUND_MS = 10_000;

/**
 * Gets one file of a site, without cookies, and keeps nothing.
 * @param site its clinic app: what belongs to it, and which certificate authorities hold for it
 * @returns `null` when there is none, it is larger than `maxBytes`, or it takes too long
 */
export async function fetchFromSite(
  site: SiteBounds & Pick<SiteRules, 'authorities'>,
  address: string,
  { maxBytes, accept }: { readonly maxBytes: number; readonly accept: string },
): Promise<SiteFile | null> {
  const partition = session.fromPartition(`fetch ${randomUUID()}`);
  allowAuthorities(partition, site.authorities);
  // Redirects too: over plain http others could put their own picture in, and no site may make the app ask
  // around on this computer or in the clinic's network.
  partition.webRequest.onBeforeRequest(({ url }, answer) => {
    const isPlain = !url.startsWith('https:') && originOf(url) !== originOf(address);
    const leadsInward = async (): Promise<boolean> =>
      (await reachOf(site, url, lookUp(partition))) !== null;
    answerOnce(isPlain ? Promise.resolve(true) : leadsInward(), answer);
  });
  const signal = AbortSignal.timeout(BOUND_MS);
  try {
    const response = await partition.fetch(address, {
      signal,
      credentials: 'omit',
      headers: { accept },
    });
    if (!response.ok || response.body === null) return null;
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > maxBytes) return null;
      chunks.push(chunk);
    }
    const type = response.headers.get('content-type') ?? '';
    return { type, bytes: Buffer.concat(chunks), finalAddress: response.url || address };
  } catch {
    // No network, a bad certificate, too slow: then there is no such file.
    return null;
  } finally {
    await partition.clearStorageData().catch(() => undefined);
  }
}
