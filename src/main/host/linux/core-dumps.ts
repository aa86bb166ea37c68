import { readFileSync, writeFileSync } from 'node:fs';
import { runProgram } from '../process/run-program.js';

/** Of util-linux, which every distribution has. */
const PRLIMIT = '/usr/bin/prlimit';

/** Sets a limit of nothing for each process that is named. One shell: each program more costs the start. */
const SCRIPT = `for pid; do ${PRLIMIT} --core=0:0 --pid "$pid"; done`;

/** What it may take. */
const BOUNDS = { timeMs: 2_000, output: 4_096 } as const;

/**
 * Keeps the memory of the app out of core dumps: what a process that crashes leaves in a file, or gives
 * to the system's collector, holds what was on the screen and what was typed. For this process, those that
 * are there already (Chromium forks all pages from two of them) and all that they start.
 *
 * Twice, as neither does all of it. The limit makes no file, but a collector that the kernel itself starts
 * is not bound by it. The filter leaves nothing of the memory in any dump, and needs no other program.
 *
 * To be called in the first turn, when there is no page yet.
 *
 * @returns when the limit is set too, which no page may come before. Never rejects: without `prlimit` the
 *   filter is what there is
 */
export async function leaveNoCoreDumps(): Promise<void> {
  if (process.platform !== 'linux') return;
  const pids = withDescendants(process.pid);
  for (const pid of pids) unlessGone(() => writeFileSync(`/proc/${pid}/coredump_filter`, '0'));
  await runProgram('/bin/sh', ['-c', SCRIPT, 'sh', ...pids.map(String)], BOUNDS).catch(() => '');
}

function withDescendants(root: number): readonly number[] {
  const pids = [root];
  // Grows while it is walked through.
  for (const pid of pids)
    unlessGone(() => {
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
      pids.push(...children.split(' ').filter(Boolean).map(Number));
    });
  return pids;
}

/** A process may end meanwhile; one that is closed to debuggers is closed to dumps as well (core(5)). */
function unlessGone(act: () => void): void {
  try {
    act();
  } catch {
    // Nothing can be set for it, and nothing is dumped of it.
  }
}
