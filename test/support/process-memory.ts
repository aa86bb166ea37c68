import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { processTree } from '../bench/process-tree.mjs';
import type { Workstation } from './workstation.js';

/** How much is read at a time, in bytes. */
const CHUNK = 1 << 20;

interface Copies {
  readonly pid: number;
  /** What Chromium calls the process; `main` for the app itself. */
  readonly kind: string;
  readonly count: number;
}

/** In which processes of the app a text is, in the two forms in which a browser keeps texts. Only root may look. */
export function copiesOf({ app }: Workstation, text: string): readonly Copies[] {
  const needles = [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')];
  return processTree(app.process().pid ?? 0).flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const kind = /--type=(\S+)/.exec(command)?.[1] ?? 'main';
      const count = countIn(pid, needles);
      return count === 0 ? [] : [{ pid, kind, count }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

function countIn(pid: number, needles: readonly Buffer[]): number {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const overlap = Math.max(...needles.map(({ length }) => length)) - 1;
  let count = 0;
  try {
    for (const [start, end] of writableAreas(pid))
      for (let at = start; at < end; at += CHUNK) {
        const chunk = readAt(memory, at, Math.min(CHUNK + overlap, end - at));
        for (const needle of needles) count += occurrences(chunk, needle);
      }
  } finally {
    closeSync(memory);
  }
  return count;
}

/** What a process wrote can only be there: areas that may be written to and are not all empty. */
function writableAreas(pid: number): readonly (readonly [number, number])[] {
  const areas = readFileSync(`/proc/${pid}/smaps`, 'utf8').matchAll(
    /^([\da-f]+)-([\da-f]+) .w(?:.|\n)*?^Rss: +(\d+) kB/gm,
  );
  return [...areas]
    .filter(([, , , rss]) => rss !== '0')
    .map(([, start = '', end = '']) => [parseInt(start, 16), parseInt(end, 16)] as const);
}

function readAt(memory: number, at: number, length: number): Buffer {
  const chunk = Buffer.alloc(length);
  try {
    return chunk.subarray(0, readSync(memory, chunk, 0, length, at));
  } catch {
    // Reserved, and nothing in it.
    return Buffer.alloc(0);
  }
}

function occurrences(chunk: Buffer, needle: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(needle); at !== -1; at = chunk.indexOf(needle, at + 1)) count += 1;
  return count;
}

/** Whether this test may read the memory of the app's processes. */
export const MAY_LOOK = process.platform === 'linux' && process.getuid?.() === 0;
export const NOT_ROOT =
  'Only root may look into the memory of a process that is closed to debuggers.';

/**
 * The processes that hold a text, except the app's main process: it carries the driver's commands and the
 * page's messages, and freed memory may still hold copies (docs/security.md).
 */
export function pagesThatKnow(workstation: Workstation, text: string): readonly string[] {
  return copiesOf(workstation, text)
    .filter(({ kind }) => kind !== 'main')
    .map(({ kind, count }) => `${kind}: ${count}`);
}
