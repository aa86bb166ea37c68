import { readFileSync, writeFileSync } from 'node:fs';
import { orElse } from '../../ports/or-else.js';
import { runProgram } from '../process/run-program.js';

/** Of util-linux, which every distribution has. */
const PRLIMIT = '/usr/bin/prlimit';

/** Sets each named process's core limit to 0. One shell: each further program slows the start. */
const SCRIPT = `for pid; do ${PRLIMIT} --core=0:0 --pid "$pid"; done`;

const BOUNDS = { timeMs: 2_000, output: 4_096 } as const;

/**
 * Keeps the memory of the app out of core dumps: a crashed process leaves its memory in a file, or gives it
 * to the system's collector, with what was on the screen and what was typed. Covers this process,
 * its present children (Chromium forks all pages from two of them) and all that they start.
 *
 * It uses two ways, because neither covers everything. With the limit the kernel writes no file, but the
 * limit does not bind a collector that the kernel starts. The filter leaves no memory in any dump, and
 * needs no other program.
 *
 * To be called in the first turn of the event loop, when there is no page yet.
 *
 * @returns when the limit is set too; no page may come before. Never rejects: without `prlimit` only the
 *   filter is set
 */
export async function leaveNoCoreDumps(): Promise<void> {
  if (process.platform !== 'linux') return;
  const pids = withDescendants(process.pid);
  // A process may end meanwhile; one that is closed to debuggers is closed to dumps as well (core(5)).
  for (const pid of pids)
    orElse(() => writeFileSync(`/proc/${pid}/coredump_filter`, '0'), undefined);
  await runProgram('/bin/sh', ['-c', SCRIPT, 'sh', ...pids.map(String)], BOUNDS).catch(() => '');
}

function withDescendants(root: number): readonly number[] {
  const pids = [root];
  // The list grows while the loop runs.
  for (const pid of pids) {
    const children = orElse(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'), '');
    pids.push(...children.split(' ').filter(Boolean).map(Number));
  }
  return pids;
}
