import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { scramVerifier } from '../../../src/main/keys/scram.js';
import {
  FoundingError,
  ServerAwayError,
  type ServerLogin,
  type ServerPlace,
} from '../../../src/main/ports/clinic-server.js';
import { PostgresConnector } from '../../../src/main/server/postgres-connector.js';
import { PostgresFounder } from '../../../src/main/server/postgres-founder.js';
import { BOUND_MS, newDesk, newPassword } from '../../support/conformance/clinic-world.js';
import { ENGINES, newAdministrator, newDatabase, sql } from '../../support/postgres.js';

describe.each(ENGINES)('founding on %s', (_name, engine) => {
  let server: Postgres;
  let isOld: boolean;
  /** Makes roles, and is no superuser: as managed services give it. */
  let administrator: ServerLogin;

  beforeAll(async () => {
    server = await Postgres.start(await engine());
    administrator = await newAdministrator(server);
    const version = "SELECT current_setting('server_version_num')::int AS version";
    const [row] = await sql<{ version: number }>(server, 'postgres', version);
    isOld = (row?.version ?? 0) < 160_000;
  });
  afterAll(() => server.remove());

  /** @returns why not, or the greeting's standing of the first workstation */
  async function founded(place: ServerPlace, owner: ServerLogin): Promise<string> {
    const { workstation, login } = newDesk();
    const first = { log: randomUUID(), workstation, verifier: scramVerifier(login.password) };
    try {
      await new PostgresFounder().found(place, owner, first, BOUND_MS);
    } catch (error) {
      if (error instanceof FoundingError || error instanceof ServerAwayError) return error.why;
      throw error;
    }
    const connected = await new PostgresConnector().connect(place, login, BOUND_MS);
    connected.close();
    return connected.greeting.standing;
  }

  const clinicRoles = async (): Promise<unknown[]> =>
    sql(server, 'postgres', "SELECT rolname FROM pg_roles WHERE rolname ~ '^(clinic|w)_'");

  it('takes the database’s owner, who makes roles and is no superuser', async () => {
    const place = await newDatabase(server, administrator.user);
    expect(await founded(place, administrator)).toBe('enrolled');
  });

  it('works for a second clinic of the same owner', async () => {
    const place = await newDatabase(server, administrator.user);
    expect(await founded(place, administrator)).toBe('enrolled');
    expect(await founded(place, administrator)).toBe('inUse');
  });

  it('is refused to who may make no roles, and to who does not own the database', async () => {
    const other = await newAdministrator(server, 'CREATEDB');
    const before = await clinicRoles();
    const place = await newDatabase(server, administrator.user);
    expect(await founded(place, other)).toBe('notAllowed');
    const stranger = await newAdministrator(server);
    expect(await founded(place, stranger)).toBe('notAllowed');
    expect(await clinicRoles()).toEqual(before);
  });

  it('is refused where something else is, and leaves it as it was', async () => {
    const place = await newDatabase(server, administrator.user);
    await sql(server, place.database, 'CREATE TABLE public.patients (id int)');
    const before = await clinicRoles();
    expect(await founded(place, administrator)).toBe('inUse');
    expect(await clinicRoles()).toEqual(before);
    const others = "SELECT has_database_privilege('public', current_database(), 'CONNECT') AS open";
    expect(await sql(server, place.database, others)).toEqual([{ open: true }]);
  });

  it('may not be beside other applications before 16', async () => {
    const place = await newDatabase(server, administrator.user);
    const other = await newDatabase(server);
    expect(await founded(place, administrator)).toBe(isOld ? 'sharedServer' : 'enrolled');
    await sql(server, 'postgres', `DROP DATABASE ${other.database}`);
  });

  it('knows a wrong password, and an address where nobody is', async () => {
    const place = await newDatabase(server, administrator.user);
    const wrong = { ...administrator, password: newPassword() };
    expect(await founded(place, wrong)).toBe('refused');
    const nowhere = { ...place, addresses: [{ host: '127.0.0.1', port: 1 }] };
    expect(await founded(nowhere, administrator)).toBe('unreachable');
    expect(await founded({ ...place, database: 'nowhere' }, administrator)).toBe('foreign');
  });

  it('works by the script alone', async () => {
    const place = await newDatabase(server, administrator.user);
    const { workstation, login } = newDesk();
    const verifier = scramVerifier(login.password);
    const script = new PostgresFounder().script({ log: randomUUID(), workstation, verifier });
    await sql(server, place.database, script, administrator);
    const connected = await new PostgresConnector().connect(place, login, BOUND_MS);
    expect(connected.greeting.standing).toBe('enrolled');
    connected.close();
  });

  it('makes few functions, each of which keeps to its own names', async () => {
    const place = await newDatabase(server, administrator.user);
    await founded(place, administrator);
    const functions = `SELECT p.prosecdef AS definer, p.proconfig AS config FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'clinic_v1'`;
    const made = await sql(server, place.database, functions);
    expect(made.length).toBeGreaterThan(10);
    expect(made.length).toBeLessThanOrEqual(24);
    const config = ['search_path=pg_catalog, pg_temp'];
    expect(made).toEqual(made.map(() => ({ definer: true, config })));
  });
});

describe('the script', () => {
  const first = {
    log: randomUUID(),
    workstation: randomUUID(),
    verifier: scramVerifier(newPassword()),
  };

  it.each([
    { ...first, log: "'; DROP DATABASE clinic; --" },
    { ...first, workstation: 'w' },
    { ...first, verifier: "x', 'y" },
  ])('has no place for anything but what belongs there', (wrong) => {
    expect(() => new PostgresFounder().script(wrong)).toThrow(RangeError);
  });

  it('has no place left open', () => {
    expect(new PostgresFounder().script(first)).not.toMatch(/@[A-Z]+@/);
  });
});
