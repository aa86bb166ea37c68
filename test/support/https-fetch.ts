import { request } from 'node:https';
import { Readable } from 'node:stream';
import type { Fetch } from '../../src/main/host/network/small-file.js';

/**
 * `fetch` for a server of a private authority: Node's own cannot be told of one. It follows a redirect
 * unless it is told not to, as `fetch` does, also to another scheme.
 */
export function httpsFetch(authority: string): Fetch {
  const ask: Fetch = (address, init) =>
    new Promise((resolve, reject) => {
      const { signal, headers } = init;
      const asked = request(address, {
        ca: authority,
        ...(signal && { signal }),
        headers: headers as Record<string, string>,
      });
      asked.on('error', reject);
      asked.on('response', (answer) => {
        const { statusCode = 0, headers: sent } = answer;
        if (sent.location !== undefined && statusCode >= 300 && statusCode < 400) {
          answer.destroy();
          if (init.redirect === 'error') reject(new TypeError('a redirect'));
          else resolve((sent.location.startsWith('https:') ? ask : fetch)(sent.location, init));
          return;
        }
        const isEmpty = statusCode === 204 || statusCode === 304;
        const body = isEmpty ? null : (Readable.toWeb(answer) as ReadableStream);
        resolve(new Response(body, { status: statusCode }));
      });
      asked.end();
    });
  return ask;
}
