import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemEngine } from '../../../scripts/lib/postgres-engines.mjs';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { PostgresConnector } from '../../../src/main/server/postgres-connector.js';
import { BOUND_MS, TestClinic } from '../../support/conformance/clinic-world.js';
import { postgresWorld, sql } from '../../support/postgres.js';
import { TcpTap } from '../../support/tcp-tap.js';

let postgres: Postgres;
let clinic: TestClinic;
let tap: TcpTap;

beforeAll(async () => {
  postgres = await Postgres.start(systemEngine());
  clinic = await TestClinic.found(postgresWorld(postgres));
  tap = await TcpTap.open(postgres);
});
afterAll(async () => {
  tap.close();
  clinic.close();
  await postgres.remove();
});

it('what is asked at once goes to the server at once, and does not wait for answers', async () => {
  const place = { ...clinic.place, addresses: [{ host: '127.0.0.1', port: tap.port }] };
  const server = await new PostgresConnector().connect(place, clinic.first.login, BOUND_MS);
  tap.keepAnswers();
  const raised = { name: randomBytes(16), value: 1 };
  const spent = { name: randomBytes(16), value: 1 };
  const asked = Promise.allSettled([
    server.raise([raised], BOUND_MS),
    server.spend(spent, BOUND_MS),
  ]);
  await expect.poll(countMarks, { timeout: BOUND_MS }).toBe(2);
  server.close();
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

async function countMarks(): Promise<number> {
  const marks = await sql(postgres, clinic.place.database, 'SELECT name FROM clinic.mark');
  return marks.length;
}
