import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemEngine } from '../../../scripts/lib/postgres-engines.mjs';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { readOutput } from '../../../scripts/lib/processes.mjs';
import { PostgresConnector } from '../../../src/main/server/postgres-connector.js';
import { newBeat } from '../../support/conformance/beating.js';
import { BOUND_MS, TestClinic } from '../../support/conformance/clinic-world.js';
import { newItem } from '../../support/conformance/trailing.js';
import { newDatabase, postgresWorld, sql } from '../../support/postgres.js';

/* What workstations say of themselves is lost with a crash, and out of date in a backup: neither does harm. */

let server: Postgres;
let clinic: TestClinic;

beforeAll(async () => {
  server = await Postgres.start(systemEngine());
});
afterAll(() => server.remove());
beforeEach(async () => {
  clinic = await TestClinic.found(postgresWorld(server));
});
afterEach(() => clinic.close());

it('after a crash nobody is a copy, and everybody is heard again', async () => {
  const first = await clinic.connect();
  for (let count = 0; count < 5; count += 1)
    await first.beat(newBeat({ run: Buffer.alloc(16) }), BOUND_MS);
  const [before] = await first.beats(0, null, BOUND_MS);
  await first.bringTrail([newItem('event', 1)], BOUND_MS);
  await server.kill();
  await server.start();
  const again = await clinic.connect();
  expect(await again.beats(0, null, BOUND_MS)).toEqual([]);
  expect(await again.beat(newBeat(), BOUND_MS)).toMatchObject({ isCopy: false });
  // Whoever did not notice asks after the number of before.
  expect(await again.beats(before?.change ?? 0, null, BOUND_MS)).toHaveLength(1);
  expect(await again.trailTips('own', BOUND_MS)).toHaveLength(1);
});

it('after a restore nobody is a copy, and nobody is where they were then', async () => {
  const first = await clinic.connect();
  const whose = randomBytes(16);
  await first.beat(newBeat({ whose }), BOUND_MS);
  await first.bringTrail([newItem('event', 1)], BOUND_MS);
  const place = await restored();
  const { login } = clinic.first;
  const back = await new PostgresConnector().connect(place, login, BOUND_MS);
  const rows = await sql(server, place.database, 'SELECT workstation FROM clinic.beat');
  expect(rows).toHaveLength(1);
  expect(await back.beats(0, null, BOUND_MS)).toEqual([]);
  expect(await back.beat(newBeat({ whose }), BOUND_MS)).toMatchObject({
    ...{ isCopy: false, copiedAtMs: null, elsewhere: 0, other: null },
  });
  expect(await back.beats(0, null, BOUND_MS)).toHaveLength(1);
  expect(await back.trailTips('own', BOUND_MS)).toHaveLength(1);
  back.close();
});

/** The clinic's database of a moment ago, from a dump. */
async function restored() {
  const { database } = clinic.place;
  const place = await newDatabase(server);
  const file = join(server.folder, `${database}.dump`);
  const env = { ...process.env, PGPASSWORD: server.password, PGSSLMODE: 'require' };
  const at = ['-h', server.host, '-p', String(server.port), '-U', server.user];
  const bin = join(systemEngine().folder, 'bin');
  await readOutput(join(bin, 'pg_dump'), [...at, '-Fc', '-f', file, database], { env });
  await readOutput(join(bin, 'pg_restore'), [...at, '-d', place.database, file], { env });
  const group = `clinic_workstation_${clinic.log.replaceAll('-', '').slice(0, 12)}`;
  await sql(server, 'postgres', `GRANT CONNECT ON DATABASE ${place.database} TO ${group}`);
  return place;
}
