// @ts-check
// Downloads one large file over any network. It may take any time: it gives up a connection only
// when no data arrive any more. It keeps what arrived, and the next try asks only for the rest. The
// caller checks whether the file is the right one: it knows the checksum.

import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../cli.mjs';
import { npmDispatcher, takeNpmSettings } from './npm-network.mjs';
import { reasonOf } from './reason.mjs';

/**
 * @typedef {object} Patience all in milliseconds
 * @property {number} standstill how long a connection may bring nothing before it is given up
 * @property {number} pause before it is tried again
 * @property {number} report the time between two progress messages
 */

/** The server refused the request. */
export class Refusal extends Error {
  /**
   * @param {number} status of HTTP
   * @param {string} text
   */
  constructor(status, text) {
    super(`the server answered ${status} ${text}`.trim());
    this.status = status;
  }
}

/** @type {Patience} */
export const usualPatience = { standstill: 60_000, pause: 2_000, report: 5_000 };

/** After some progress, this many tries in a row may bring nothing new. */
const fruitlessTries = 3;

/**
 * @param {string} url
 * @param {string} file the target; it may hold the beginning from an earlier try
 * @param {string} name what is downloaded, for people
 * @param {Patience} [patience]
 * @throws {Error} with the reason; the beginning stays in the file
 */
export async function download(url, file, name, patience = usualPatience) {
  await takeNpmSettings();
  await mkdir(dirname(file), { recursive: true });
  const dispatcher = await npmDispatcher();
  let most = await sizeOf(file);
  let tries = 0;
  try {
    for (;;) {
      try {
        await fetchRest(url, file, { name, patience, dispatcher });
        return;
      } catch (error) {
        const size = await sizeOf(file);
        tries = size > most ? fruitlessTries : tries - 1;
        most = Math.max(most, size);
        if (tries <= 0) throw new Error(reasonOf(error), { cause: error });
        say(`${name}: ${reasonOf(error)}. Trying again…`);
        await sleep(patience.pause);
      }
    }
  } finally {
    await dispatcher.destroy();
    if ((await sizeOf(file)) === 0) await rm(file, { force: true });
  }
}

/**
 * @param {string} url
 * @param {string} file
 * @param {{ name: string, patience: Patience, dispatcher: import('undici').Dispatcher }} options
 */
async function fetchRest(url, file, { name, patience, dispatcher }) {
  const { fetch } = await import('undici');
  const standstill = new AbortController();
  const watch = setTimeout(() => {
    standstill.abort(new Error(`nothing came for ${patience.standstill / 1000} seconds`));
  }, patience.standstill);
  const handle = await open(file, 'a');
  try {
    const { size } = await handle.stat();
    const response = await fetch(url, {
      dispatcher,
      signal: standstill.signal,
      // A compressed answer could not be resumed in the middle.
      headers: { 'accept-encoding': 'identity', ...(size > 0 && { range: `bytes=${size}-` }) },
    });
    watch.refresh();
    const begin = placeOf(response, size);
    if (begin !== size) await handle.truncate(0);
    if (begin === undefined) return await fetchRest(url, file, { name, patience, dispatcher });
    if (begin > 0) say(`${name}: going on after ${megabytes(begin)}.`);
    const rest = Number(response.headers.get('content-length') ?? NaN);
    const report = progress(name, begin, begin + rest, patience.report);
    for await (const chunk of response.body ?? []) {
      watch.refresh();
      await handle.write(chunk);
      report(chunk.length);
    }
  } finally {
    clearTimeout(watch);
    await handle.close();
  }
}

/**
 * @param {import('undici').Response} response
 * @param {number} size of what is there already, in bytes
 * @returns {number | undefined} where in the file the answer begins; undefined when it is not the
 *   requested part, because the file's content belongs to another file
 * @throws {Error} when the answer is of no use
 */
function placeOf(response, size) {
  if (response.status === 416 && size > 0) return undefined;
  if (!response.ok) throw new Refusal(response.status, response.statusText);
  // Some proxies and hotel networks refuse with a web page.
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new Error('the network answered with a web page in place of the file');
  }
  if (response.status !== 206) return 0;
  const place = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return Number(place) === size ? size : undefined;
}

/**
 * @param {string} name
 * @param {number} begin in bytes
 * @param {number} total in bytes, not a number when the server does not say
 * @param {number} every in milliseconds
 * @returns {(bytes: number) => void} call it with the size of each chunk
 */
function progress(name, begin, total, every) {
  const startedAt = performance.now();
  let lastAt = startedAt;
  let done = begin;
  return (bytes) => {
    done += bytes;
    const now = performance.now();
    if (now - lastAt < every) return;
    lastAt = now;
    const perSecond = ((done - begin) * 1000) / (now - startedAt);
    const share = Number.isNaN(total) ? '' : ` of ${megabytes(total)}`;
    say(`${name}: ${megabytes(done)}${share}, ${megabytes(perSecond)} a second`);
  };
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {string} file @returns {Promise<number>} in bytes; 0 when it is not there */
export async function sizeOf(file) {
  const found = await stat(file).catch(() => undefined);
  return found?.size ?? 0;
}
