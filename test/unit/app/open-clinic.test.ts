import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptPlace } from '../../../src/main/clinic/sharing.js';
import type { ServerPlace } from '../../../src/main/ports/index.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import type { VirtualLine } from '../../support/fakes/virtual-line.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { joinedDesk, OfficeDesk, PLACE, sharedDesk, shareForm } from '../../support/office-desk.js';
import { OpenedClinic } from './opened-clinic.js';

/* How a computer is tied to the others of its clinic: when it connects, and what it says of itself meanwhile. */

// Time passes until something happens, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

const HOUR_MS = 3_600_000;
const OTHER_PLACE: ServerPlace = {
  addresses: [{ host: 'new.rivertown.example', port: 5432 }],
  database: 'clinic',
};

/** All work is done that waits for no time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
}

let server: VirtualServer;
let clock: VirtualClock;
const apps: OpenedClinic[] = [];

function open(desk: OfficeDesk, mood?: VirtualLine['mood']): OpenedClinic {
  const app = new OpenedClinic(desk, clock, mood);
  apps.push(app);
  return app;
}

/** A computer that was in contact, an hour ago; its app is closed. */
async function usedDesk(made?: OfficeDesk): Promise<OfficeDesk> {
  const desk = made ?? (await unconnected());
  const app = open(desk);
  app.clinic.follow();
  await app.until('connected');
  await app.clinic.stop();
  clock.stop(HOUR_MS);
  return desk;
}

/** How long it says to be without the server, in milliseconds. */
function sinceMs({ clinic }: OpenedClinic): number {
  const { standing } = clinic.desk;
  return 'sinceMs' in standing ? clock.now().wallMs - standing.sinceMs : 0;
}

/** A shared account, whose first computer has no connection of its own. */
async function unconnected(): Promise<OfficeDesk> {
  const desk = new OfficeDesk(server);
  await desk.found();
  const shared = await desk.office.share(shareForm(), desk.clinic.author);
  if (!shared.ok) throw new Error(shared.code);
  return desk;
}

beforeEach(() => {
  server = new VirtualServer();
  clock = new VirtualClock();
});

afterEach(async () => {
  for (const { clinic } of apps.splice(0)) await clinic.stop();
});

describe('at the start', () => {
  it('it is “connecting” until the keychain was read, however long the last contact is ago', async () => {
    const desk = await usedDesk();
    clock.stop(100 * HOUR_MS);
    desk.keychain.mood = 'hangs';
    const app = open(desk);
    app.clinic.follow();
    app.clinic.look();
    await settled();
    expect([app.kind, app.shuts, app.places]).toEqual(['connecting', 0, []]);
    desk.keychain.mood = 'works';
    await app.until('connected');
    expect([app.contacts > 0, app.places]).toEqual([true, [PLACE]]);
  });

  it('whoever signs in waits until then, and for the connection', async () => {
    const desk = await usedDesk();
    desk.keychain.mood = 'hangs';
    const app = open(desk);
    app.clinic.follow();
    let isCaughtUp = false;
    const caughtUp = app.clinic.desk.catchUp().then(() => (isCaughtUp = true));
    await settled();
    expect(isCaughtUp).toBe(false);
    desk.keychain.mood = 'works';
    await caughtUp;
    expect(app.kind).toBe('connected');
  });

  it('without the server the last contact counts, which the keychain opens', async () => {
    const desk = await usedDesk();
    const app = open(desk, 'cut');
    app.clinic.follow();
    await app.until('alone');
    expect(app.clinic.desk.standing).toMatchObject({ why: 'unreachable' });
    expect(Math.floor(sinceMs(app) / HOUR_MS)).toBe(1);
    expect([app.shuts, app.contacts]).toEqual([0, 0]);
  });

  it('a keychain that opens late shuts it until then, and no longer', async () => {
    const desk = await usedDesk();
    desk.keychain.mood = 'refuses';
    const app = open(desk, 'cut');
    app.clinic.follow();
    await app.until('shut');
    expect(app.clinic.desk.standing).toMatchObject({ why: 'keychain' });
    desk.keychain.mood = 'works';
    await app.until('alone');
    expect(app.clinic.desk.standing).toMatchObject({ why: 'unreachable' });
    expect(Math.floor(sinceMs(app) / HOUR_MS)).toBe(1);
  });

  it('a computer for itself is that, and asks nobody', async () => {
    const desk = new OfficeDesk(server);
    await desk.found();
    const app = open(desk);
    app.clinic.follow();
    app.clinic.look();
    app.clinic.review();
    await app.clinic.desk.catchUp();
    await clock.run(100 * HOUR_MS);
    expect([app.kind, app.told, app.places, app.shuts]).toEqual(['single', [], [], 0]);
    expect(await app.clinic.desk.fetchBox('x')).toBe('missing');
  });
});

describe('following the account', () => {
  it('it connects when the account is shared, which counts as contact', async () => {
    const desk = new OfficeDesk(server);
    await desk.found();
    const app = open(desk);
    app.clinic.follow();
    app.line.mood = 'cut';
    await desk.office.share(shareForm(), desk.clinic.author);
    app.clinic.follow();
    await app.until('alone');
    expect(app.clinic.desk.standing).toMatchObject({ why: 'unreachable' });
    expect(app.shuts).toBe(0);
    app.line.mood = 'works';
    await app.until('connected');
    // Nothing has changed: it stays with its connection.
    const { length } = app.places;
    app.clinic.follow();
    await settled();
    expect([app.kind, app.places.length]).toEqual(['connected', length]);
  });

  it('it connects when this computer has joined a clinic', async () => {
    const first = await sharedDesk(server);
    const made = await first.office.invite(['Exam room'], first.clinic.author);
    const desk = new OfficeDesk(server);
    const app = open(desk);
    app.clinic.follow();
    expect(app.kind).toBe('single');
    const code = made.ok ? (made.codes[0] ?? '') : '';
    await desk.office.join({ place: PLACE, code, setAside: false });
    app.clinic.follow();
    await app.until('connected');
    expect(app.told).not.toContain('shut');
  });

  it('it goes over to a server that moved', async () => {
    const app = open(await usedDesk());
    app.clinic.follow();
    await app.until('connected');
    const { clinic, parts } = app.desk;
    const change = { kind: 'server.set', server: keptPlace(OTHER_PLACE) } as const;
    await parts.chain.commit(clinic.author, () => ({ change }));
    app.clinic.follow();
    await app.whenever(() => expect(app.places).toEqual([PLACE, OTHER_PLACE]));
    await app.until('connected');
    expect(app.line.open).toBe(1);
  });

  it('it gives the connection up when this computer leaves, and nobody is shut out', async () => {
    const app = open(await usedDesk());
    app.clinic.follow();
    await app.until('connected');
    // The computer slept for long.
    clock.sleep(100 * HOUR_MS);
    const left = await app.desk.office.leave(app.desk.clinic.author);
    expect(left).toMatchObject({ ok: true });
    app.clinic.follow();
    expect([app.kind, app.line.open, app.shuts]).toEqual(['single', 0, 0]);
    app.clinic.look();
    app.clinic.review();
    await clock.run(100 * HOUR_MS);
    expect([app.shuts, app.places]).toEqual([0, [PLACE]]);
  });
});

describe('an account that is shared', () => {
  let app: OpenedClinic;
  beforeEach(async () => {
    app = open(await usedDesk());
    app.clinic.follow();
    await app.until('connected');
  });

  it('is shut when the server was away for too long, once', async () => {
    app.line.mood = 'cut';
    await app.until('alone');
    expect(app.shuts).toBe(0);
    await clock.run(73 * HOUR_MS);
    await app.until('shut');
    app.clinic.look();
    expect([app.shuts, app.told.at(-1)]).toEqual([1, 'shut']);
  });

  it('is shut with the next look after the computer slept for too long', async () => {
    app.line.mood = 'cut';
    await app.until('alone');
    clock.sleep(73 * HOUR_MS);
    expect(app.shuts).toBe(0);
    app.clinic.look();
    expect(app.shuts).toBe(1);
  });

  it('is shut when the policy allows less from now on', async () => {
    app.line.mood = 'cut';
    await app.until('alone');
    await clock.run(2 * HOUR_MS);
    app.limitSeconds = 3_600;
    expect(app.shuts).toBe(0);
    app.clinic.review();
    expect([app.shuts, app.kind]).toEqual([1, 'shut']);
  });

  it('tells the log of decisions that the server had forgotten, and of those that are lost', async () => {
    const { desk, clinic } = app;
    const forget = server.snapshot();
    await desk.setPolicy();
    forget();
    await app.until('connected');
    await app.whenever(async () => {
      expect(await desk.audited()).toContain('server.wentBack');
    });
    const fork = server.snapshot();
    await desk.setPolicy();
    app.line.mood = 'cut';
    fork();
    const other = await sharedElsewhere(desk);
    expect(other).toBe('appended');
    app.line.mood = 'works';
    await app.whenever(async () => {
      expect(await desk.audited()).toContain('clinic.lostDecisions');
    });
    const query = { events: null, memberId: null, sinceMs: null, beforeId: null, limit: 100 };
    const lost = (await desk.parts.audit.read(query)).find(
      ({ event }) => event === 'clinic.lostDecisions',
    );
    expect(JSON.parse(lost?.detail ?? '')).toEqual({ decisions: 1, changed: ['policy.set'] });
    expect(clinic.desk.standing.kind).not.toBe('removed');
  });

  /** A row of somebody else comes to the server, in the place of one that it forgot. */
  function sharedElsewhere(desk: OfficeDesk): Promise<string> {
    const after = server.rows.at(-1);
    if (after === undefined) throw new Error('The log is empty.');
    return Promise.resolve(server.append(desk.id, after, Buffer.from('a void row'), []));
  }
});

it('a computer that was taken out says so, and who decided it', async () => {
  const first = await sharedDesk(server);
  const desk = await joinedDesk(first, 'Exam room');
  desk.part();
  await first.log.pull();
  const app = open(await usedDesk(desk));
  app.clinic.follow();
  await app.until('connected');
  await first.office.remove(desk.id, false, first.clinic.author);
  await app.whenever(() => expect(app.removals).toBe(1));
  expect(await desk.removal.carryOut()).toBe(true);
  desk.parts.chain.forget();
  app.clinic.follow();
  expect(app.clinic.desk.standing).toMatchObject({ kind: 'removed', clinicName: 'Harbour' });
  expect([app.line.open, app.shuts]).toEqual([0, 0]);
});
