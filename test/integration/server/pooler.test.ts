import { randomBytes, X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemEngine } from '../../../scripts/lib/postgres-engines.mjs';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { type Position, START } from '../../../src/main/account/entry.js';
import { Line, type LineParts } from '../../../src/main/clinic/link-line.js';
import { scramVerifier } from '../../../src/main/keys/scram.js';
import type { ClinicServer } from '../../../src/main/ports/clinic-server.js';
import { NODE_TIMERS } from '../../../src/main/ports/within.js';
import { PostgresConnector } from '../../../src/main/server/postgres-connector.js';
import { newBeat } from '../../support/conformance/beating.js';
import {
  BOUND_MS,
  fill,
  newBox,
  SHORT_MS,
  TestClinic,
  whyAway,
} from '../../support/conformance/clinic-world.js';
import { EVERYTHING, newItem } from '../../support/conformance/trailing.js';
import { Pooler } from '../../support/pooler.js';
import { postgresWorld, sql } from '../../support/postgres.js';

describe.each(['transaction', 'session'] as const)('behind PgBouncer in %s mode', (mode) => {
  let server: Postgres;
  let pooler: Pooler;
  let clinic: TestClinic;
  const opened: ClinicServer[] = [];

  beforeAll(async () => {
    server = await Postgres.start(systemEngine());
    clinic = await TestClinic.found(postgresWorld(server));
    pooler = await Pooler.start(server, clinic.place.database, mode);
  });
  afterEach(() => {
    server.thaw();
    for (const open of opened.splice(0)) open.close();
  });
  afterAll(async () => {
    clinic.close();
    await pooler.remove();
    await server.remove();
  });

  async function through(
    login = clinic.first.login,
    { trusted = true } = {},
  ): Promise<ClinicServer> {
    const authorities = trusted ? [new X509Certificate(pooler.certificate)] : [];
    const connector = new PostgresConnector(() => Promise.resolve(authorities));
    const place = { ...clinic.place, addresses: [pooler] };
    const open = await connector.connect(place, login, BOUND_MS);
    opened.push(open);
    return open;
  }

  it('a workstation is connected, if it trusts the certificate', async () => {
    expect((await through()).greeting.standing).toBe('enrolled');
    // The pooler offers no SCRAM that is bound to the channel.
    const { login } = clinic.first;
    expect(await whyAway(through(login, { trusted: false }))).toBe('untrusted');
    expect(await whyAway(through({ ...login, password: 'wrong' }))).toBe('refused');
  });

  it('the bell is not believed, and what others decide arrives by asking', async () => {
    const open = await through();
    expect(open.hasBell).toBe(false);
    const log = new PlainLog(open);
    let contacts = 0;
    const parts: LineParts = {
      ...{ server: open, log, beats: SILENT },
      clock: { ...NODE_TIMERS, now: () => ({ wallMs: Date.now(), bootMs: performance.now() }) },
      onContact: () => (contacts += 1),
      onMet: () => undefined,
      onLost: (error) => {
        throw error;
      },
    };
    const line = new Line(parts);
    await line.meet();
    const other = await clinic.connect();
    opened.push(other);
    const { head } = await other.greet(BOUND_MS);
    const last = await fill(other, 3, head);
    await expect.poll(() => log.head, { timeout: BOUND_MS }).toEqual(last);
    expect(contacts).toBeGreaterThan(1);
    line.close();
  });

  it('every call is answered to whoever asked', async () => {
    const first = await through();
    const { code, login, workstation } = await clinic.enrolling(first);
    const enrolling = await through(code);
    const { head } = await enrolling.greet(BOUND_MS);
    const verifier = scramVerifier(login.password);
    expect(await enrolling.enrol(head, randomBytes(40), verifier, BOUND_MS)).toBe('appended');
    expect(await whyAway(through(code))).toBe('refused');
    const own = await Promise.all(Array.from({ length: 3 }, () => through()));
    const theirs = await Promise.all(Array.from({ length: 3 }, () => through(login)));
    const mark = { name: randomBytes(16), value: 7 };
    const spent = await Promise.all([...own, ...theirs].map((one) => one.spend(mark, BOUND_MS)));
    expect(spent.filter(Boolean)).toHaveLength(1);
    const box = newBox(100_000);
    await first.bringBoxes([box], BOUND_MS);
    const run = randomBytes(16);
    await Promise.all([
      ...own.map((one) => one.beat(newBeat({ run }), BOUND_MS)),
      ...theirs.map((one) => one.beat(newBeat({ run }), BOUND_MS)),
      ...own.map((one, index) => one.bringTrail([newItem('event', index + 1)], BOUND_MS)),
      ...theirs.map((one, index) => one.bringTrail([newItem('event', index + 1)], BOUND_MS)),
    ]);
    const [one] = theirs;
    expect(await one?.boxes([box.name], BOUND_MS)).toEqual([box]);
    expect(await one?.beats(0, null, BOUND_MS)).toHaveLength(2);
    expect(await one?.trailTips('own', BOUND_MS)).toEqual([
      { workstation, kind: 'event', last: 3 },
    ]);
    expect(await one?.trailPage({ ...EVERYTHING, workstation }, BOUND_MS)).toHaveLength(3);
    await first.remove(workstation, BOUND_MS);
    expect((await one?.greet(BOUND_MS))?.standing).toBe('removed');
    const [, next] = theirs;
    expect(await whyAway(next?.bringBoxes([newBox()], BOUND_MS) ?? Promise.resolve())).toBe(
      'refused',
    );
  });

  it('calls are bounded, by us and by the settings of the login', async () => {
    const text = `SELECT setting FROM pg_settings
      WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') ORDER BY name`;
    const { database } = clinic.place;
    const settings = await sql<{ setting: string }>(pooler, database, text, clinic.first.login);
    expect(settings.map(({ setting }) => setting)).toEqual(['10000', '10000', '30000']);
    const open = await through();
    server.freeze();
    expect(await whyAway(open.greet(SHORT_MS))).toBe('silent');
    server.thaw();
    expect((await through()).greeting.log).toBe(clinic.log);
  });

  it('a server that was restarted is found again', async () => {
    await through();
    await server.stop();
    await server.start();
    await expect
      .poll(() => through().then(({ greeting }) => greeting.log, String), { timeout: BOUND_MS })
      .toBe(clinic.log);
  });
});

it('the bell is not believed where its own ring comes back over a connection that belongs to nobody', async () => {
  const server = await Postgres.start(systemEngine());
  const clinic = await TestClinic.found(postgresWorld(server));
  const { place, first } = clinic;
  const pooler = await Pooler.start(server, place.database, 'transaction', 1);
  try {
    // Another program has the pooler's one connection listen.
    await sql(pooler, place.database, 'LISTEN clinic_row', first.login);
    const authorities = [new X509Certificate(pooler.certificate)];
    const connector = new PostgresConnector(() => Promise.resolve(authorities));
    const open = await connector.connect({ ...place, addresses: [pooler] }, first.login, BOUND_MS);
    expect(open.hasBell).toBe(false);
    open.close();
  } finally {
    clinic.close();
    await pooler.remove();
    await server.remove();
  }
});

/** It says nothing: then the line greets. */
const SILENT: LineParts['beats'] = {
  ...{ isFree: true, isStale: false },
  isWithheldBy: () => Promise.resolve(false),
  first: () => Promise.resolve(null),
  beat: () => Promise.resolve(null),
};

/** A log of which only the end is kept. */
class PlainLog {
  head: Position = START;

  constructor(private readonly server: ClinicServer) {}

  meet = (): Promise<'same'> => this.pull();

  async pull(): Promise<'same'> {
    const rows = await this.server.rowsAfter(this.head.seq, 500, BOUND_MS);
    const last = rows.at(-1);
    if (last !== undefined) this.head = { seq: last.seq, link: last.link };
    return 'same';
  }

  part(): void {
    this.head = START;
  }

  fetchBox = (): Promise<'missing'> => Promise.resolve('missing');
  markName = (): Buffer => Buffer.alloc(16);
}
