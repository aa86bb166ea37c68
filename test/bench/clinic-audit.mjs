// @ts-check
// How long a page of the clinic's audit takes the server, and how much disk the audit needs, as it grows.

import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { say } from '../../scripts/lib/cli.mjs';
import { Postgres } from '../../scripts/lib/postgres.mjs';
import { systemEngine } from '../../scripts/lib/postgres-engines.mjs';
import { foundClinic, kinds, members, tag, timeOf, writeEvents } from './audit-of-years.mjs';
import { megabytes, percentile, verdict } from './figures.mjs';
import { queryAs } from './postgres-query.mjs';

/** @typedef {import('./audit-of-years.mjs').Clinic} Clinic */
/** @typedef {{ size: number, bytes: number, rate: number, times: Record<string, number[]> }} Measured */

const sizes = [200_000, 500_000, 1_000_000, 2_000_000];
/** A large clinic's, after some years. */
const goal = { events: 20_000_000, bytes: 15e9, pageMs: 50, rate: 10_000 };
const pageRows = 50;
const exportRows = 500;
const exportPages = 100;

/** What somebody looks for: the parameters of `trail_page`, but how many. @type {Record<string, Look>} */
const looks = {
  'the newest': () => [null, null, null, null],
  'from any day on': ({ place }) => [null, null, null, null, ...place],
  'one subject': ({ subject, place }) => [subject, null, null, null, ...place],
  'a rare event': ({ rare }) => [rare, null, null, null],
  'one member': ({ member, place }) => [null, member, null, null, ...place],
  'one workstation': ({ desk, place }) => [null, null, desk, null, ...place],
  'a subject of a member': ({ subject, member, place }) => [subject, member, null, null, ...place],
  'a subject at a workstation': ({ subject, desk, place }) => [subject, null, desk, null, ...place],
  'a member at a workstation': ({ member, desk, place }) => [null, member, desk, null, ...place],
  'a rare event of a member': ({ rare, member }) => [rare, member, null, null],
  'a rare event at a workstation': ({ rare, desk }) => [rare, null, desk, null],
  'a rare event of the last days': ({ rare, since }) => [rare, null, null, since],
};
/** What the connection and the computer take by themselves. */
const nothing = 'nothing at all';
/** @typedef {(by: ReturnType<typeof byChance>) => readonly unknown[]} Look */

/**
 * @param {unknown} _setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function clinicAudit(_setup, { quick }) {
  const server = await Postgres.start(systemEngine());
  try {
    const clinic = await foundClinic(server);
    /** @type {Measured[]} */
    const all = [];
    for (const size of quick ? sizes.slice(0, 1) : sizes) {
      await writeEvents(server, clinic.database, all.at(-1)?.size ?? 0, size);
      all.push(await measure(server, clinic, size, quick ? 20 : 300));
      say(`${size.toLocaleString('en')} events measured…`);
    }
    return section(all);
  } finally {
    await server.remove();
  }
}

/**
 * @param {Postgres} server
 * @param {Clinic} clinic
 * @param {number} size
 * @param {number} runs
 * @returns {Promise<Measured>}
 */
async function measure(server, clinic, size, runs) {
  const { host, port } = server;
  const { database, user, password } = clinic;
  const ssl = { rejectUnauthorized: false };
  const client = new pg.Client({ host, port, database, user, password, ssl });
  await client.connect();
  /** @type {Record<string, number[]>} */
  const times = {};
  try {
    times[nothing] = await timed(runs, () => client.query('SELECT 1'));
    for (const [name, look] of Object.entries(looks)) {
      times[name] = await timed(runs, () => page(client, look(byChance(clinic, size)), pageRows));
    }
    const rate = await exporting(client);
    const total = "SELECT pg_total_relation_size('clinic.trail_item') AS bytes";
    const [{ bytes }] = await queryAs(server, database, total);
    return { size, bytes: Number(bytes), rate, times };
  } finally {
    await client.end();
  }
}

/**
 * How long each run takes, after one that does not count.
 *
 * @param {number} runs
 * @param {() => Promise<unknown>} work
 */
async function timed(runs, work) {
  /** @type {number[]} */
  const times = [];
  for (let run = -1; run < runs; run += 1) {
    const began = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - began);
  }
  return times;
}

/** How many events a second are read, newest first. @param {pg.Client} client */
async function exporting(client) {
  const began = performance.now();
  /** @type {readonly unknown[]} */
  let place = [];
  let read = 0;
  for (let count = 0; count < exportPages; count += 1) {
    const rows = await page(client, [null, null, null, null, ...place], exportRows);
    const last = rows.at(-1);
    place = [last.at_ms, last.workstation, last.number];
    read += rows.length;
  }
  return read / ((performance.now() - began) / 1_000);
}

/**
 * @param {pg.Client} client
 * @param {readonly unknown[]} look
 * @param {number} most
 */
async function page(client, look, most) {
  const [events, member, workstation, since, atMs = null, desk = null, number = null] = look;
  const values = [events, member, workstation, since, atMs, desk, number, most];
  const text = 'SELECT * FROM clinic_v1.trail_page($1, $2, $3, $4, $5, $6, $7, $8)';
  return (await client.query(text, values)).rows;
}

/** @param {Clinic} clinic @param {number} size */
function byChance({ ids }, size) {
  /** @param {number} below */
  const any = (below) => Math.floor(Math.random() * below);
  const desk = ids[any(ids.length)];
  return {
    desk,
    place: [timeOf(any(size)), desk, 1],
    member: tag('member', any(members)),
    subject: Array.from({ length: 12 }, () => tag('event', any(kinds))),
    rare: [tag('event', kinds)],
    since: timeOf(size - any(size / 10)),
  };
}

/**
 * @param {readonly Measured[]} all
 * @returns {import('./report.mjs').Section}
 */
function section(all) {
  /** @param {number} ms */
  const short = (ms) => `${ms.toFixed(1)} ms`;
  const rows = [nothing, ...Object.keys(looks)].map((name) => {
    const p99s = all.map(({ times }) => percentile(times[name] ?? [], 99));
    const atLast = p99s.at(-1) ?? Number.NaN;
    const target = name === nothing ? '' : `${goal.pageMs} ms: ${verdict(atLast, goal.pageMs)}`;
    return [name, ...p99s.map(short), target];
  });
  const rates = all.map(({ rate }) => rate);
  const each = all.map(({ size, bytes }) => bytes / size);
  const last = each.at(-1) ?? Number.NaN;
  const atGoal = last * goal.events;
  rows.push(
    [
      'read for an export',
      ...rates.map((rate) => `${rate.toFixed(0)}/s`),
      `${goal.rate}/s: ${verdict(goal.rate, Math.min(...rates))}`,
    ],
    ['on disk', ...all.map(({ bytes }) => megabytes(bytes)), ''],
    ['on disk for each', ...each.map((bytes) => `${bytes.toFixed(0)} B`), ''],
  );
  return {
    name: 'clinic-audit',
    title: `The clinic's audit on PostgreSQL: p99 of a page of ${pageRows}`,
    columns: ['filter', ...all.map(({ size }) => size.toLocaleString('en')), 'target'],
    rows,
    notes: [
      'From the question of one connection on this computer to the answer, TLS included, in the server’s memory as far',
      `as it has it. ${goal.events.toLocaleString('en')} events at ${last.toFixed(0)} bytes each: ${megabytes(atGoal)} ` +
        `(at most ${megabytes(goal.bytes)}: ${verdict(atGoal, goal.bytes)}).`,
      growth(all),
    ],
    figures: { measured: all },
  };
}

/** By what the median grows when there is ten times as much. @param {readonly Measured[]} all */
function growth(all) {
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined || first === last)
    return 'One size says nothing of growth.';
  const tens = Math.log10(last.size / first.size);
  const said = Object.keys(looks).map((name) => {
    const [from, to] = [first, last].map(({ times }) => percentile(times[name] ?? [], 50));
    const perTen = ((to ?? 0) / (from ?? 1)) ** (1 / tens);
    return `${name} ${perTen.toFixed(2)}`;
  });
  return `With ten times as many events the median of a page is multiplied by: ${said.join(', ')}.`;
}
