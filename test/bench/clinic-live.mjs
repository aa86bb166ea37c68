// @ts-check
// How long a decision takes from the desk where it is made until it is in force at every other one, with
// 60 simulated desks on one real PostgreSQL server; beside it, what that server does at all.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { Postgres } from '../../scripts/lib/postgres.mjs';
import { systemEngine } from '../../scripts/lib/postgres-engines.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { bundle } from '../../scripts/lib/program.mjs';
import { median, milliseconds, percentile, verdict } from './figures.mjs';
import { queryAs } from './postgres-query.mjs';

/** @typedef {import('../support/clinic-live.js').LiveFigures} Figures */

const feltTargets = { median: 150, p99: 1_000 };
const baselineSeconds = 5;

/**
 * @param {import('./stage.mjs').Setup} _setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function clinicLive(_setup, { quick }) {
  const desks = quick ? 8 : 60;
  const decisions = quick ? 10 : 100;
  const engine = systemEngine();
  const server = await Postgres.start(engine, { settings: { max_connections: '200' } });
  const program = await bundle('test/support/clinic-live.ts');
  try {
    const { host, port, user, password } = server;
    const database = `clinic_${randomBytes(4).toString('hex')}`;
    await queryAs(server, 'postgres', `CREATE DATABASE ${database}`);
    const transactions = await readsPerSecond(server, engine.folder);
    say(`${desks} desks join, and feel ${decisions} decisions…`);
    const args = [host, String(port), database, user, password, String(desks), String(decisions)];
    const { code, stdout, stderr } = await run(process.execPath, [program.file, ...args]);
    if (code !== 0) throw new Stop(`The desks failed:\n${stderr}`);
    /** @type {Figures} */
    const figures = JSON.parse(stdout);
    return section(figures, transactions);
  } finally {
    program.remove();
    await server.remove();
  }
}

/** @param {Postgres} server @param {string} folder @returns reads in a second, as `pgbench -S` counts */
async function readsPerSecond({ host, port, user, password }, folder) {
  const login = ['-h', host, '-p', String(port), '-U', user];
  const env = { ...process.env, PGPASSWORD: password };
  const pgbench = join(folder, 'bin/pgbench');
  await run(pgbench, ['-i', '-q', ...login, 'postgres'], { env });
  const reads = ['-S', '-c', '4', '-T', String(baselineSeconds), ...login, 'postgres'];
  const { stdout } = await run(pgbench, reads, { env });
  const found = /tps = ([\d.]+)/.exec(stdout);
  if (found === null) throw new Stop(`pgbench counted nothing:\n${stdout}`);
  return Number(found[1]);
}

/**
 * @param {Figures} figures
 * @param {number} transactions
 * @returns {import('./report.mjs').Section}
 */
function section(figures, transactions) {
  const { desks, decidedMs, feltMs, joinedMs, processorMs } = figures;
  /** @param {string} name @param {readonly number[]} all @param {string} target */
  const row = (name, all, target) => [
    name,
    milliseconds(median(all)),
    milliseconds(percentile(all, 99)),
    milliseconds(Math.max(...all)),
    target,
  ];
  const felt = [
    `median ${feltTargets.median}: ${verdict(median(feltMs), feltTargets.median)}`,
    `p99 ${feltTargets.p99}: ${verdict(percentile(feltMs, 99), feltTargets.p99)}`,
  ].join(', ');
  return {
    name: 'clinic-live',
    title: `A decision in a clinic of ${desks} computers (${decidedMs.length} decisions)`,
    columns: ['', 'median', 'p99', 'worst', 'target'],
    rows: [
      row('in force where it is made', decidedMs, ''),
      row('in force at every other desk', feltMs, felt),
      row('a code typed, until the desk has the account', joinedMs, 'worst 3000'),
    ],
    notes: [
      `Processor time of all desks together: ${processorMs.toFixed(0)} ms for a decision.`,
      `The same server answers ${transactions.toFixed(0)} reads a second (pgbench -S, 4 clients).`,
      'The desks have the app’s own parts and database files of their own, in one process; windows,',
      'sessions and keychains are left out. Server and desks share this computer.',
    ],
    figures: { ...figures, transactions },
  };
}
