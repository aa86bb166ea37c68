// @ts-check
// What a PostgreSQL server takes of its computer, from the kernel (proc(5)).

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMemory, readUsage } from './process-tree.mjs';
import { queryAs } from './postgres-query.mjs';

/** @typedef {import('../../scripts/lib/postgres.mjs').Postgres} Postgres */

/** The kernel counts the time of processes that ended in hundredths of a second. */
const tickMilliseconds = 10;

/** @param {Postgres} server */
function pidOf({ dataFolder }) {
  return Number(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** @param {Postgres} server @returns milliseconds on a processor since it was started, with what ended */
export function processorMilliseconds(server) {
  const pid = pidOf(server);
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
  const ended = (Number(fields[13]) + Number(fields[14])) * tickMilliseconds;
  return readUsage(pid).all.cpuNanoseconds / 1e6 + ended;
}

/** @param {Postgres} server @returns of all its processes, shared pages once */
export function memoryOf(server) {
  const { processes, pss } = readMemory(pidOf(server));
  return { processes, pssBytes: pss };
}

/** @param {Postgres} server @returns how many bytes of its log of writes there were until now */
export async function writtenBytes(server) {
  const [row] = await queryAs(
    server,
    'postgres',
    "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text AS bytes",
  );
  return Number(row?.bytes);
}
