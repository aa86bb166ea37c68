import { beforeEach, describe, expect, it } from 'vitest';
import { credentialsOf } from '../../../src/main/account/clinic-state.js';
import { neededBoxes } from '../../../src/main/account/chain-parts.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { codeFrom, joinedDesk, OfficeDesk, PLACE, sharedDesk } from '../../support/office-desk.js';

/* A computer becomes a workstation of a clinic, by a code on paper. */

const HOUR_MS = 3_600_000;

let server: VirtualServer;
let nowMs: number;
let first: OfficeDesk;
let desk: OfficeDesk;
let code: string;
beforeEach(async () => {
  nowMs = Date.now();
  server = new VirtualServer(() => nowMs);
  first = await sharedDesk(server);
  code = await codeFrom(first, 'Reception 2');
  desk = new OfficeDesk(server);
});

function join(typed = code, setAside = false) {
  return desk.office.join({ place: PLACE, code: typed, setAside });
}

/** Another workstation is taken out of the clinic, which gets new keys of the log. */
async function removeOther(): Promise<void> {
  const other = await joinedDesk(first, 'Exam room');
  await first.log.pull();
  const removed = await first.office.remove(other.id, true, first.clinic.author);
  expect(removed).toEqual({ ok: true });
}

function expectNothingHere(): void {
  expect(desk.parts.account.state).toBeNull();
  expect(desk.rows.head().seq).toBe(0);
}

describe('joining', () => {
  it('brings the whole account, and the clinic sees the new workstation', async () => {
    expect(await join()).toEqual({ ok: true });
    expect(desk.state.link).not.toBe(first.state.link);
    await first.log.pull();
    expect(desk.state).toEqual(first.state);
    expect(desk.office.workstations.map(({ name, isThis }) => [name, isThis])).toEqual([
      ['Reception 1', false],
      ['Reception 2', true],
    ]);
    expect(first.office.invited).toEqual([]);
    expect(await desk.audited()).toEqual(['workstation.enrolled']);
    expect(desk.remembered).toMatchObject({ seq: desk.state.seq });
    expect(await desk.connect()).toBe('same');
  });

  it('brings every box but those that only a password opens', async () => {
    await join();
    const has = (hash: string) => desk.parts.account.box(hash) !== null;
    expect([...neededBoxes(desk.state)].filter((hash) => !has(hash))).toEqual([]);
    expect([...credentialsOf(desk.state)].filter(has)).toEqual([]);
  });

  it('lets decisions go both ways from then on', async () => {
    const other = await joinedDesk(first, 'Exam room');
    await other.setPolicy(first.clinic.author);
    await first.log.pull();
    expect(first.state).toEqual(other.state);
  });

  it('spends its code', async () => {
    await join();
    desk = new OfficeDesk(server);
    expect(await join()).toEqual({ ok: false, code: 'refused' });
    expectNothingHere();
  });

  it('keeps its secrets out of the file', async () => {
    await join();
    const { identity } = desk.secret;
    expect(desk.all()).not.toContain(identity?.password);
    const again = new OfficeDesk(server, desk.database, desk.keychain);
    expect((await again.secret.load())?.password).toBe(identity?.password);
    const thief = new OfficeDesk(server, desk.database);
    expect(await thief.secret.load()).toBeNull();
  });

  it.each([
    ['what is no code', 'hello', 'wrongCode'],
    ['a code that nobody made', '0000-0000-0000-0000-0000-0000-0000', 'refused'],
  ])('refuses %s', async (_what, typed, why) => {
    expect(await join(typed)).toEqual({ ok: false, code: why });
    expectNothingHere();
  });

  it('refuses a code after a day', async () => {
    nowMs += 24 * HOUR_MS;
    expect(await join()).toEqual({ ok: false, code: 'refused' });
  });

  it('refuses a code that was taken back', async () => {
    const [{ id } = { id: '' }] = first.office.invited;
    await first.office.withdraw(id, first.clinic.author);
    expect(await join()).toEqual({ ok: false, code: 'refused' });
  });

  it('takes what is decided while it enrols', async () => {
    let times = 0;
    desk.line.beforeCall = (name) => {
      if (name !== 'enrol' || times === 2) return;
      times += 1;
      // Somebody was faster.
      const body = Buffer.from('nothing that opens');
      const last = server.rows.at(-1);
      if (last !== undefined) server.append(first.id, last, body, []);
    };
    expect(await join()).toEqual({ ok: true });
    expect(desk.state.seq).toBe(server.rows.length - 2);
    expect(await desk.connect()).toBe('same');
  });

  it('opens keys of the log that came after the code was made', async () => {
    await removeOther();
    expect(await join()).toEqual({ ok: true });
    expect(desk.secret.identity?.logKeys?.epoch).toBe(2);
    await first.log.pull();
    expect(desk.state).toEqual(first.state);
  });
});

describe('a lost answer', () => {
  it('is finished with the same code', async () => {
    desk.line.losesNextAnswer = true;
    expect(await join()).toEqual({ ok: false, code: 'unreachable' });
    expectNothingHere();
    await first.setPolicy();
    expect(await join()).toEqual({ ok: true });
    await first.log.pull();
    expect(desk.state).toEqual(first.state);
    expect(await desk.connect()).toBe('same');
  });

  it('is finished after a new start of the app, and with new keys of the log meanwhile', async () => {
    desk.line.losesNextAnswer = true;
    await join();
    await removeOther();
    desk = new OfficeDesk(server, desk.database, desk.keychain);
    expect(await join()).toEqual({ ok: true });
    expect(desk.secret.identity?.logKeys?.epoch).toBe(2);
    await first.log.pull();
    expect(desk.state).toEqual(first.state);
  });

  it('is no help to somebody else with the code', async () => {
    desk.line.losesNextAnswer = true;
    await join();
    desk = new OfficeDesk(server);
    expect(await join()).toEqual({ ok: false, code: 'refused' });
  });
});

describe('a server that lies', () => {
  it('cannot bring the package of another code', async () => {
    const others = await codeFrom(first, 'Exam room');
    let foreign: Buffer | null = null;
    desk.line.lies.enrolmentPackage = (truth) => {
      foreign = truth;
      return null;
    };
    expect(await join(others)).toEqual({ ok: false, code: 'refused' });
    desk.line.lies.enrolmentPackage = () => foreign;
    expect(await join()).toEqual({ ok: false, code: 'notTheClinic' });
    expectNothingHere();
  });

  it('cannot bring a package that was changed', async () => {
    desk.line.lies.enrolmentPackage = (truth) => {
      const changed = Buffer.from(truth ?? '');
      changed[20] = (changed[20] ?? 0) ^ 1;
      return changed;
    };
    expect(await join()).toEqual({ ok: false, code: 'notTheClinic' });
    expectNothingHere();
  });

  it.each<[string, (rows: VirtualServer['rows']) => VirtualServer['rows']]>([
    ['nothing', () => []],
    ['a gap', (rows) => rows.filter(({ seq }) => seq !== 2)],
    [
      'two rows exchanged',
      ([one, two, ...rest]) => [two, one, ...rest].filter((row) => row !== undefined),
    ],
    ['a row twice', ([one, ...rest]) => [one, one, ...rest].filter((row) => row !== undefined)],
  ])('cannot bring %s', async (_what, lie) => {
    desk.line.lies.rows = lie;
    expect(await join()).toEqual({ ok: false, code: 'notTheClinic' });
    expectNothingHere();
  });

  it('cannot bring the clinic as it was before the code was made', async () => {
    await first.setPolicy();
    const later = await codeFrom(first, 'Exam room');
    desk.line.lies.rows = (truth) => truth.slice(0, 3);
    expect(await join(later)).toEqual({ ok: false, code: 'notTheClinic' });
    expectNothingHere();
  });

  it('cannot bring another clinic with everything that belongs to it', async () => {
    const elsewhere = new VirtualServer(() => nowMs);
    await sharedDesk(elsewhere);
    desk.line.lies.greeting = (truth) => ({ ...truth, log: elsewhere.log ?? '' });
    desk.line.lies.rows = () => elsewhere.rows;
    expect(await join()).toEqual({ ok: false, code: 'notTheClinic' });
    expectNothingHere();
  });

  it('cannot exchange boxes', async () => {
    desk.line.lies.boxes = (truth) =>
      truth.map(({ name }, index) => ({ name, box: truth[index + 1]?.box ?? Buffer.alloc(40) }));
    await join();
    for (const hash of neededBoxes(desk.state)) {
      const box = desk.parts.account.box(hash);
      expect(box === null || first.parts.account.box(hash)?.equals(box)).toBe(true);
    }
  });

  it('learns neither code nor package', () => {
    for (const text of ['Reception 2', 'Harbour', code, code.replaceAll('-', '')])
      expect(server.bytes.includes(text)).toBe(false);
  });
});

describe('what stands in the way', () => {
  it('is an account on this computer, unless it is set aside', async () => {
    await desk.found();
    expect(await join()).toEqual({ ok: false, code: 'hasAccount' });
    expect(desk.asides).toBe(0);
    expect(await join(code, true)).toEqual({ ok: true });
    expect(desk.asides).toBe(1);
    expect(desk.state.shared).toBeNull();
    // The code is not spent: it is typed again where no account is left.
    desk = new OfficeDesk(server);
    expect(await join()).toEqual({ ok: true });
  });

  it('sets nothing aside for a code that is not good', async () => {
    await desk.found();
    expect(await join('0000-0000-0000-0000-0000-0000-0000', true)).toMatchObject({ ok: false });
    expect(desk.asides).toBe(0);
  });

  it('is the keychain', async () => {
    desk.keychain.mood = 'refuses';
    expect(await join()).toEqual({ ok: false, code: 'keychain' });
    expectNothingHere();
    desk.keychain.mood = 'works';
    expect(await join()).toEqual({ ok: true });
  });

  it('is somebody who stops it before the code is spent', async () => {
    desk.line.beforeCall = (name) => {
      if (name === 'rows') desk.office.stop();
    };
    expect(await join()).toEqual({ ok: false, code: 'stopped' });
    expectNothingHere();
  });

  it.each(['connect', 'enrolmentPackage', 'rows', 'boxes'])(
    'is a server lost at %s',
    async (call) => {
      desk.line.beforeCall = (name) => {
        if (name === call) desk.line.mood = 'cut';
      };
      expect(await join()).toEqual({ ok: false, code: 'unreachable' });
      expectNothingHere();
      desk.line.beforeCall = () => undefined;
      desk.line.mood = 'works';
      expect(await join()).toEqual({ ok: true });
    },
  );
});
