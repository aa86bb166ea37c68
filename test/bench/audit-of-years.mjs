// @ts-check
// A clinic's audit of many years in PostgreSQL, made within the server: 300 workstations that write in turn.

import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { queryAs } from './postgres-query.mjs';

export const workstations = 300;
export const members = 200;
/** Kinds of events: the first are frequent, the last are not. */
export const kinds = 60;
/** One more kind, each so many events. */
const rarity = 50_000;
const startMs = Date.UTC(2026, 0, 1);
const apartMs = 1_000;
/** An event with its proofs, sealed: so many times 16 bytes. */
const boxParts = 28;
const batch = 100_000;

/**
 * @typedef {object} Clinic
 * @property {string} database
 * @property {string} user of the first workstation
 * @property {string} password
 * @property {readonly string[]} ids of the workstations
 */

/**
 * @param {import('../../scripts/lib/postgres.mjs').Postgres} server
 * @returns {Promise<Clinic>}
 */
export async function foundClinic(server) {
  const log = randomUUID();
  const first = randomUUID();
  const password = randomUUID();
  const database = `clinic_${log.slice(0, 8)}`;
  await queryAs(server, 'postgres', `CREATE DATABASE ${database}`);
  await queryAs(server, 'postgres', `CREATE ROLE verifier PASSWORD '${password}'`);
  const [made] = await queryAs(
    server,
    'postgres',
    "SELECT rolpassword FROM pg_authid WHERE rolname = 'verifier'",
  );
  const script = readFileSync(join(projectRoot, 'src/main/server/clinic.sql'), 'utf8')
    .replaceAll('@SUFFIX@', log.replaceAll('-', '').slice(0, 12))
    .replaceAll('@LOG@', log)
    .replaceAll('@WORKSTATION@', first)
    .replaceAll('@VERIFIER@', () => made.rolpassword);
  await queryAs(server, database, script);
  await queryAs(
    server,
    database,
    `INSERT INTO clinic.workstation (id, standing)
       SELECT gen_random_uuid(), 'enrolled' FROM generate_series(2, ${workstations})`,
  );
  const rows = await queryAs(server, database, 'SELECT id FROM clinic.workstation ORDER BY id');
  const user = `w_${first.replaceAll('-', '')}`;
  return { database, user, password, ids: rows.map(({ id }) => id) };
}

/**
 * Writes the events after `from` up to `to`.
 *
 * @param {import('../../scripts/lib/postgres.mjs').Postgres} server
 * @param {string} database
 * @param {number} from
 * @param {number} to
 */
export async function writeEvents(server, database, from, to) {
  for (let start = from; start < to; start += batch) {
    await queryAs(
      server,
      database,
      `WITH desk AS (SELECT array_agg(number ORDER BY number) AS numbers FROM clinic.workstation)
       INSERT INTO clinic.trail_item (workstation, kind, number, at_ms, event, member, by_member, box)
       SELECT desk.numbers[1 + g % ${workstations}], 3, 1 + g / ${workstations}, ${startMs} + g::bigint * ${apartMs},
              clinic.short(decode(md5('event ' || CASE WHEN g % ${rarity} = 7 THEN ${kinds}
                                          ELSE floor(${kinds} * random() ^ 3) END), 'hex')),
              CASE WHEN random() < 0.9 THEN clinic.short(decode(md5('member ' || floor(${members} * random())), 'hex')) END,
              CASE WHEN random() < 0.2 THEN clinic.short(decode(md5('member ' || floor(${members} * random())), 'hex')) END,
              decode(repeat(md5(g::text), ${boxParts}), 'hex')
         FROM generate_series(${start}, ${Math.min(start + batch, to) - 1}) AS g, desk`,
    );
  }
  // As the server does by itself after a while.
  await queryAs(server, database, 'VACUUM (ANALYZE) clinic.trail_item');
}

/** When the event of this number was. @param {number} number */
export function timeOf(number) {
  return startMs + number * apartMs;
}

/** @param {'event' | 'member'} of @param {number} number from 0; the rare kind is `kinds` */
export function tag(of, number) {
  return createHash('md5').update(`${of} ${number}`).digest();
}
