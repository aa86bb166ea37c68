import { within } from '../../ports/within.js';

/*
 * Gets one small file over https. Whoever answers is a stranger: how long it takes and how much it sends is
 * bounded, and it cannot send the asker elsewhere.
 */

/** Asks for an address, as `fetch` does. */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

export interface FileBounds {
  readonly mostBytes: number;
  /** For the whole answer, in milliseconds. */
  readonly timeMs: number;
}

export type FileAnswer =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'tooLarge' }
  /** There is a server, which gives something else. */
  | { readonly kind: 'status'; readonly status: number }
  /** No network, no such server, not proved to be it, cut off, too slow, or it says to ask elsewhere. */
  | { readonly kind: 'unreachable' };

/** Never rejects. */
export async function smallFile(
  fetch: Fetch,
  address: string,
  { mostBytes, timeMs }: FileBounds,
): Promise<FileAnswer> {
  const stop = new AbortController();
  const load = async (): Promise<FileAnswer> => {
    const answer = await fetch(address, {
      signal: stop.signal,
      // Whoever is asked need not know who this is, and what a cache has may be older than what counts.
      credentials: 'omit',
      redirect: 'error',
      headers: { 'cache-control': 'no-cache' },
    });
    if (answer.status !== 200 || answer.body === null)
      return { kind: 'status', status: answer.status };
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > mostBytes) return { kind: 'tooLarge' };
      chunks.push(chunk);
    }
    return { kind: 'file', bytes: Buffer.concat(chunks) };
  };
  const unreachable = (): FileAnswer => ({ kind: 'unreachable' });
  try {
    return await within(load(), timeMs, unreachable);
  } catch {
    return unreachable();
  } finally {
    // Whatever still comes is not wanted.
    stop.abort();
  }
}
