import type { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemEngine } from '../../../scripts/lib/postgres-engines.mjs';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { BOUND_MS, TestClinic } from '../../support/conformance/clinic-world.js';
import { postgresWorld, sql, withClient } from '../../support/postgres.js';

/* Each ring wakes every workstation. So 300 that come back together must not ring 300 times. */

let server: Postgres;
let clinic: TestClinic;

beforeAll(async () => {
  server = await Postgres.start(systemEngine());
  clinic = await TestClinic.found(postgresWorld(server));
});
afterAll(async () => {
  clinic.close();
  await server.remove();
});

it('who hears somebody else’s ring while connecting does not ring', async () => {
  const heard = await ringsWhile(async (ring) => {
    // The greeting of whoever connects waits, so the ring surely comes before it.
    const connecting = await asSuperuser(async (client) => {
      await client.query('BEGIN; LOCK TABLE clinic.workstation IN ACCESS EXCLUSIVE MODE');
      const begun = clinic.connect();
      await expect.poll(countWaiting, { timeout: BOUND_MS }).toBe(1);
      await ring('trial');
      await client.query('COMMIT');
      return { begun };
    });
    expect((await connecting.begun).hasBell).toBe(true);
  });
  expect(heard).toEqual(['trial']);
});

it('who hears nobody rings', async () => {
  const heard = await ringsWhile(async () => {
    expect((await clinic.connect()).hasBell).toBe(true);
  });
  expect(heard).toEqual(['trial']);
});

/** What was said with each ring while `work` ran. */
function ringsWhile(
  work: (ring: (payload: string) => Promise<unknown>) => Promise<void>,
): Promise<readonly string[]> {
  const ring = (payload: string): Promise<unknown> =>
    sql(server, clinic.place.database, `SELECT pg_notify('clinic_row', '${payload}')`);
  return asSuperuser(async (client) => {
    const heard: string[] = [];
    client.on('notification', ({ payload = '' }) => heard.push(payload));
    await client.query('LISTEN clinic_row');
    await work(ring);
    // Rings keep their order, so after this one nothing is still on its way.
    await ring('last');
    await expect.poll(() => heard.at(-1), { timeout: BOUND_MS }).toBe('last');
    return heard.slice(0, -1);
  });
}

async function countWaiting(): Promise<number> {
  const text =
    "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
  return (await sql(server, clinic.place.database, text)).length;
}

function asSuperuser<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(server, clinic.place.database, server, work);
}
