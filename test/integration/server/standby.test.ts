import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemEngine } from '../../../scripts/lib/postgres-engines.mjs';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { PostgresConnector } from '../../../src/main/server/postgres-connector.js';
import { BOUND_MS, fill, TestClinic, whyAway } from '../../support/conformance/clinic-world.js';
import { postgresWorld, sql } from '../../support/postgres.js';

let primary: Postgres;
let standby: Postgres;
let clinic: TestClinic;

beforeAll(async () => {
  const method = 'all scram-sha-256';
  const access = `hostssl all all ${method}\nhostssl replication all ${method}`;
  primary = await Postgres.start(systemEngine(), { access });
  clinic = await TestClinic.found(postgresWorld(primary));
  standby = await Postgres.standbyOf(systemEngine(), primary);
});
afterAll(async () => {
  clinic.close();
  await standby.remove();
  await primary.remove();
});

function at(...servers: readonly Postgres[]) {
  const addresses = servers.map(({ host, port }) => ({ host, port }));
  const place = { ...clinic.place, addresses };
  return new PostgresConnector().connect(place, clinic.first.login, BOUND_MS);
}

it('a server that only copies is passed over, until it is the server', async () => {
  const first = await at(standby, primary);
  await fill(first, 2);
  expect(await whyAway(at(standby))).toBe('standby');
  await expect.poll(() => copiedRows().catch(() => 0), { timeout: BOUND_MS }).toBe(2);
  await primary.kill();
  expect(await whyAway(first.greet(BOUND_MS))).toBe('unreachable');
  expect(await whyAway(at(primary, standby))).toBe('standby');
  await sql(standby, 'postgres', 'SELECT pg_promote()');
  const promoted = await at(primary, standby);
  expect(promoted.greeting.head.seq).toBe(2);
  await fill(promoted, 1, promoted.greeting.head);
  promoted.close();
});

async function copiedRows(): Promise<number> {
  const rows = await sql(standby, clinic.place.database, 'SELECT seq FROM clinic.log_row');
  return rows.length;
}
