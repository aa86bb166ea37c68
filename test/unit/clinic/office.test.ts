import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerAwayError } from '../../../src/main/ports/clinic-server.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { codeFrom, joinedDesk, OfficeDesk, PLACE, sharedDesk } from '../../support/office-desk.js';

/* What administrators do with the computers of their clinic. */

let server: VirtualServer;
let first: OfficeDesk;
beforeEach(async () => {
  server = new VirtualServer();
  first = await sharedDesk(server);
});

describe('inviting', () => {
  it('makes a code for each name, and shows who is still expected', async () => {
    const made = await first.office.invite(['Exam room', 'Reception 2'], first.clinic.author);
    expect(made).toMatchObject({ ok: true });
    expect(made.ok && new Set(made.codes).size).toBe(2);
    expect(first.office.invited.map(({ name, isLate }) => [name, isLate])).toEqual([
      ['Exam room', false],
      ['Reception 2', false],
    ]);
    for (const { id } of first.office.invited) expect(server.standingOf(id)).toBe('enrolling');
    const audited = await first.audited();
    expect(audited.filter((event) => event === 'workstation.invited')).toHaveLength(2);
  });

  it.each([[['reception 1']], [['Exam room', 'exam room']]])(
    'gives no name twice: %j',
    async (names) => {
      const made = await first.office.invite(names, first.clinic.author);
      expect(made).toEqual({ ok: false, code: 'nameTaken' });
      expect(first.office.invited).toEqual([]);
    },
  );

  it('makes nothing without the server', async () => {
    first.line.mood = 'cut';
    const made = await first.office.invite(['Exam room'], first.clinic.author);
    expect(made).toEqual({ ok: false, code: 'unreachable' });
    expect(first.office.invited).toEqual([]);
  });

  it('leaves no place on the server for a code that was not decided', async () => {
    first.line.beforeCall = (name) => {
      if (name === 'append') throw new ServerAwayError('silent');
    };
    await expect(first.office.invite(['Exam room'], first.clinic.author)).rejects.toThrow();
    expect(first.office.invited).toEqual([]);
  });

  it('takes a code back, on the server too', async () => {
    await codeFrom(first, 'Exam room');
    const [{ id } = { id: '' }] = first.office.invited;
    expect(await first.office.withdraw(id, first.clinic.author)).toEqual({ ok: true });
    expect(first.office.invited).toEqual([]);
    expect(server.standingOf(id)).toBe('removed');
    const again = await first.office.withdraw(id, first.clinic.author);
    expect(again).toEqual({ ok: false, code: 'unknownWorkstation' });
  });

  it('takes a computer out that used the code at the moment it was taken back', async () => {
    const code = await codeFrom(first, 'Exam room');
    const [{ id } = { id: '' }] = first.office.invited;
    const other = new OfficeDesk(server);
    await other.office.join({ place: PLACE, code, setAside: false });
    // It happens right after this desk has asked what is new.
    const pull = vi.spyOn(first.log, 'pull').mockResolvedValue('same');
    expect(await first.office.withdraw(id, first.clinic.author)).toEqual({ ok: true });
    expect(pull).toHaveBeenCalled();
    expect(first.state.shared?.removed[id]).toBeDefined();
    expect(server.standingOf(id)).toBe('removed');
  });

  it('takes no code back that was used', async () => {
    const code = await codeFrom(first, 'Exam room');
    const [{ id } = { id: '' }] = first.office.invited;
    await new OfficeDesk(server).office.join({ place: PLACE, code, setAside: false });
    const withdrawn = await first.office.withdraw(id, first.clinic.author);
    expect(withdrawn).toEqual({ ok: false, code: 'unknownWorkstation' });
    expect(server.standingOf(id)).toBe('enrolled');
    expect(first.office.workstations).toHaveLength(2);
  });
});

describe('renaming', () => {
  it('gives another name, once', async () => {
    const other = await joinedDesk(first, 'Reception 2');
    await first.log.pull();
    const rename = (id: string, name: string) => first.office.rename(id, name, first.clinic.author);
    expect(await rename(other.id, 'reception 1')).toEqual({ ok: false, code: 'nameTaken' });
    expect(await rename(other.id, 'Exam room')).toEqual({ ok: true });
    expect(await rename(other.id, 'Exam room')).toEqual({ ok: true });
    expect(await rename('__proto__', 'X')).toEqual({ ok: false, code: 'unknownWorkstation' });
    expect((await first.audited()).filter((one) => one === 'workstation.renamed')).toHaveLength(1);
    await other.log.pull();
    expect(other.office.workstations.map(({ name }) => name)).toEqual(['Exam room', 'Reception 1']);
  });
});

describe('removing', () => {
  let other: OfficeDesk;
  let third: OfficeDesk;
  beforeEach(async () => {
    other = await joinedDesk(first, 'Reception 2');
    third = await joinedDesk(first, 'Exam room');
    await first.log.pull();
  });

  const remove = (newKeys: boolean) => first.office.remove(other.id, newKeys, first.clinic.author);

  it('sends a workstation away, which reads it', async () => {
    expect(await remove(false)).toEqual({ ok: true });
    expect(server.standingOf(other.id)).toBe('removed');
    expect(first.office.workstations.map(({ name }) => name)).toEqual(['Exam room', 'Reception 1']);
    expect(await first.audited()).toContain('workstation.removed');
    expect(await other.connect()).toBe('removed');
  });

  it('gives the others new keys of the log, which the removed one does not get', async () => {
    expect(await remove(true)).toEqual({ ok: true });
    expect(first.secret.identity?.logKeys?.epoch).toBe(2);
    await third.log.pull();
    expect(third.secret.identity?.logKeys?.epoch).toBe(2);
    const oldKeys = other.secret.identity?.logKeys;
    const before = server.rows.length;
    await third.setPolicy(first.clinic.author);
    expect(oldKeys?.openRow(server.rows[before]?.body ?? Buffer.alloc(0))).toBeNull();
    expect(await other.connect()).toBe('removed');
    expect(oldKeys?.epoch).toBe(1);
    // They are kept over a new start.
    const again = new OfficeDesk(server, first.database, first.keychain);
    expect((await again.secret.load())?.logKeys?.epoch).toBe(2);
  });

  it('refuses this workstation, and one that is none', async () => {
    const { author } = first.clinic;
    expect(await first.office.remove(first.id, false, author)).toMatchObject({
      code: 'thisWorkstation',
    });
    await remove(false);
    expect(await remove(false)).toEqual({ ok: false, code: 'unknownWorkstation' });
  });

  it('tells the server again, when its answer was lost', async () => {
    first.line.beforeCall = (name) => {
      if (name === 'remove') throw new ServerAwayError('silent');
    };
    expect(await remove(false)).toEqual({ ok: true });
    expect(server.standingOf(other.id)).toBe('enrolled');
    first.line.beforeCall = () => undefined;
    await first.connect();
    await first.office.repairRemovals();
    expect(server.standingOf(other.id)).toBe('removed');
  });

  it('tells the server no more often than it must', async () => {
    await remove(false);
    const calls: string[] = [];
    first.line.beforeCall = (name) => calls.push(name);
    await first.office.repairRemovals();
    expect(calls).toEqual([]);
  });
});

describe('moving', () => {
  const elsewhere = { addresses: [{ host: 'new.example', port: 5433 }], database: 'clinic' };

  const move = () => first.office.move({ place: elsewhere, owner: null }, first.clinic.author);

  it('names another address of the same server', async () => {
    expect(await move()).toEqual({ ok: true });
    expect(first.office.place).toEqual(elsewhere);
    expect(await first.audited()).toContain('server.changed');
  });

  it('goes on there at once when the old address does not answer', async () => {
    first.part();
    expect(await move()).toEqual({ ok: true });
    expect(server.rows).toHaveLength(3);
    expect(first.server).not.toBeNull();
  });

  it('changes nothing when nobody answers there', async () => {
    first.line.mood = 'cut';
    const moved = await move();
    expect(moved).toEqual({ ok: false, code: 'unreachable' });
    expect(first.office.place).toEqual(PLACE);
  });

  it('refuses the server of another clinic', async () => {
    first.line.lies.greeting = (truth) => ({
      ...truth,
      log: '00000000-0000-4000-8000-000000000000',
    });
    const moved = await move();
    expect(moved).toEqual({ ok: false, code: 'foreign' });
  });
});

it('lets a computer of a shared account begin anew with a code', async () => {
  const other = await joinedDesk(first, 'Reception 2');
  await first.log.pull();
  const code = await codeFrom(first, 'Exam room');
  const form = { place: PLACE, code, setAside: true };
  expect(await other.office.join({ ...form, setAside: false })).toMatchObject({ ok: false });
  expect(await other.office.join(form)).toEqual({ ok: true });
  expect(other.asides).toBe(1);
});

describe('leaving', () => {
  let other: OfficeDesk;
  beforeEach(async () => {
    other = await joinedDesk(first, 'Reception 2');
    await first.log.pull();
  });

  const leave = () => first.office.leave(first.clinic.author);
  const boxesMissing = (desk: OfficeDesk) =>
    Object.values(desk.state.members).filter(
      ({ keys }) => desk.parts.account.box(keys.credential) === null,
    );

  it('makes this computer independent, with keys of its own', async () => {
    const { shares } = first.state;
    expect(await leave()).toEqual({ ok: true });
    expect(first.state.shared).toBeNull();
    expect(first.state.shares.epoch).toBe(shares.epoch + 1);
    expect(first.rows.head().seq).toBe(0);
    expect(first.store.workstation()).toEqual({ id: expect.any(String) as string, sealed: null });
    expect(first.keychain.accounts().filter((name) => name.endsWith('workstation'))).toEqual([]);
    expect(first.secret.identity).toBeNull();
    // It decides by itself.
    expect(await first.setPolicy()).toEqual({ ok: true });
    expect(await first.audited()).toContain('clinic.left');
  });

  it('is a removal for the others, who get new keys of the log', async () => {
    const { id } = first;
    await leave();
    expect(server.standingOf(id)).toBe('removed');
    expect(await other.connect()).toBe('same');
    expect(other.office.workstations.map(({ name }) => name)).toEqual(['Reception 2']);
    expect(other.state.shared?.removed[id]).toMatchObject({ name: 'Reception 1' });
    expect(other.secret.identity?.logKeys?.epoch).toBe(2);
  });

  it('brings what only the server had', async () => {
    other.clinic.identity.keys.hold(first.clinic.author.memberId, first.clinic.author.keys.copy());
    expect(boxesMissing(other)).toHaveLength(1);
    expect(await other.office.leave(other.clinic.author)).toEqual({ ok: true });
    expect(boxesMissing(other)).toEqual([]);
    await other.parts.chain.check();
    expect(other.parts.foreign).toEqual([]);
  });

  it('tells the others also when they decided something at that moment', async () => {
    const { id } = first;
    let isDone = false;
    first.line.beforeCall = (name) => {
      const last = server.rows.at(-1);
      if (name !== 'append' || isDone || last === undefined) return;
      isDone = true;
      server.append(other.id, last, Buffer.from('nothing that opens'), []);
    };
    await leave();
    await other.connect();
    expect(other.state.shared?.removed[id]).toBeDefined();
  });

  it('leaves although the clinic does not hear of it', async () => {
    first.line.beforeCall = (name) => {
      if (name === 'append') first.line.mood = 'cut';
    };
    expect(await leave()).toEqual({ ok: true });
    expect(first.state.shared).toBeNull();
    expect(other.state.shared?.workstations[first.id]).toBeDefined();
  });

  it('changes nothing without the server', async () => {
    first.line.mood = 'cut';
    expect(await leave()).toEqual({ ok: false, code: 'unreachable' });
    expect(first.state.shared).not.toBeNull();
    expect(first.secret.identity).not.toBeNull();
  });
});
