import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { PostgresConnector } from '../../../src/main/server/postgres-connector.js';
import { PostgresFounder } from '../../../src/main/server/postgres-founder.js';
import {
  ServerAwayError,
  type ServerLogin,
  type ServerPlace,
} from '../../../src/main/ports/clinic-server.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { codeFrom, OfficeDesk, shareForm } from '../../support/office-desk.js';
import { ENGINES, newAdministrator, newDatabase, sql } from '../../support/postgres.js';
import { ROBIN } from '../../support/real-clinic.js';

/* Sharing, joining, removing and leaving, on a real PostgreSQL. */

describe.each(ENGINES)('%s', (_name, engine) => {
  let postgres: Postgres;
  /** Makes roles, and is no superuser. */
  let administrator: ServerLogin;
  let place: ServerPlace;
  let first: OfficeDesk;
  const desks: OfficeDesk[] = [];

  beforeAll(async () => {
    postgres = await Postgres.start(await engine());
    administrator = await newAdministrator(postgres);
  });
  afterAll(() => postgres.remove());
  beforeEach(async () => {
    place = await newDatabase(postgres, administrator.user);
    first = newDesk();
    await first.found();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    for (const desk of desks.splice(0)) desk.server?.close();
  });

  function newDesk(): OfficeDesk {
    const net = { connector: new PostgresConnector(), founder: new PostgresFounder() };
    const desk = new OfficeDesk(new VirtualServer(), undefined, undefined, net);
    desks.push(desk);
    return desk;
  }

  async function share(): Promise<void> {
    const form = { ...shareForm(place), owner: administrator };
    expect(await first.office.share(form, first.clinic.author)).toEqual({ ok: true });
    expect(await first.connect()).toBe('same');
  }

  async function join(name: string): Promise<OfficeDesk> {
    const code = await codeFrom(first, name);
    const desk = newDesk();
    expect(await desk.office.join({ place, code, setAside: false })).toEqual({ ok: true });
    expect(await desk.connect()).toBe('same');
    await first.log.pull();
    expect(desk.state).toEqual(first.state);
    return desk;
  }

  it('shares an account, and decisions go both ways', async () => {
    await first.clinic.add(ROBIN, 'receptionist');
    await share();
    const other = await join('Reception 2');
    await other.setPolicy(first.clinic.author);
    await first.log.pull();
    expect(first.state).toEqual(other.state);
  });

  it('goes on after a lost answer, with the same code', async () => {
    await share();
    const code = await codeFrom(first, 'Reception 2');
    const desk = newDesk();
    const join = () => desk.office.join({ place, code, setAside: false });
    // The server does it, and this computer never hears so.
    const connect = vi.spyOn(PostgresConnector.prototype, 'connect');
    connect.mockImplementationOnce(async (...about) => {
      const server = await new PostgresConnector().connect(...about);
      const enrol = server.enrol.bind(server);
      vi.spyOn(server, 'enrol').mockImplementation(async (...asked) => {
        await enrol(...asked);
        throw new ServerAwayError('silent');
      });
      return server;
    });
    expect(await join()).toEqual({ ok: false, code: 'silent' });
    expect(await join()).toEqual({ ok: true });
    const spent = await newDesk().office.join({ place, code, setAside: false });
    expect(spent).toEqual({ ok: false, code: 'refused' });
  });

  it('removes a workstation, which reads it, and gives the others new keys', async () => {
    await share();
    const other = await join('Reception 2');
    const third = await join('Exam room');
    const removed = await first.office.remove(other.id, true, first.clinic.author);
    expect(removed).toEqual({ ok: true });
    await third.log.pull();
    expect(third.secret.identity?.logKeys?.epoch).toBe(2);
    expect(await other.connect()).toBe('removed');
    expect(await other.removal.carryOut()).toBe(true);
  });

  it('takes a code back', async () => {
    await share();
    const code = await codeFrom(first, 'Reception 2');
    const [{ id } = { id: '' }] = first.office.invited;
    expect(await first.office.withdraw(id, first.clinic.author)).toEqual({ ok: true });
    const joined = await newDesk().office.join({ place, code, setAside: false });
    expect(joined).toEqual({ ok: false, code: 'refused' });
  });

  it('lets a computer go, and tells the others', async () => {
    await share();
    const other = await join('Reception 2');
    const { id } = first;
    expect(await first.office.leave(first.clinic.author)).toEqual({ ok: true });
    expect(first.state.shared).toBeNull();
    await other.log.pull();
    expect(other.state.shared?.removed[id]).toBeDefined();
  });

  it('shares with the script, which holds no password', async () => {
    const { text } = await first.office.script(first.clinic.author);
    await sql(postgres, place.database, text);
    const form = { ...shareForm(place), owner: null };
    expect(await first.office.share(form, first.clinic.author)).toEqual({ ok: true });
    expect(await first.connect()).toBe('same');
  });

  it('goes on in an empty database when its own is lost', async () => {
    await first.clinic.add(ROBIN, 'receptionist');
    await share();
    const lost = await join('Reception 2');
    first.part();
    lost.part();
    const fresh = await newDatabase(postgres, administrator.user);
    const move = () =>
      first.office.move({ place: fresh, owner: administrator }, first.clinic.author);
    // The old one is there, so its logins are needed.
    expect(await move()).toEqual({ ok: false, code: 'inUse' });
    await sql(postgres, 'postgres', `DROP DATABASE ${place.database} WITH (FORCE)`);
    expect(await move()).toEqual({ ok: true });
    expect(await first.connect()).toBe('same');
    await expect(lost.connect()).rejects.toThrow(ServerAwayError);
    place = fresh;
    const removed = await first.office.remove(lost.id, true, first.clinic.author);
    expect(removed).toEqual({ ok: true });
    const back = await join('Reception 2');
    await back.setPolicy(first.clinic.author);
    await first.log.pull();
    expect(first.state).toEqual(back.state);
  });

  it('refuses a database that is in use', async () => {
    await share();
    const other = newDesk();
    await other.found();
    const { user, password } = postgres;
    const form = { ...shareForm(place), owner: { user, password } };
    const shared = await other.office.share(form, other.clinic.author);
    expect(shared).toEqual({ ok: false, code: 'inUse' });
  });
});
