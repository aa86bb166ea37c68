import { beforeEach, describe, expect, it, vi } from 'vitest';
import { START } from '../../../src/main/account/entry.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { foundClinic, LATER, LinkedDesk, type LinkWorld, PLACE, REMOVED } from './link-world.js';

let clock: VirtualClock;
let world: LinkWorld;
let desk: LinkedDesk;
beforeEach(async () => {
  clock = new VirtualClock();
  world = await foundClinic(clock);
  desk = new LinkedDesk(clock, world.server, world.workstation);
});

const row = (text: string): Buffer => Buffer.from(text);

/** Whether this workstation has the whole log. */
function hasAll(): boolean {
  const { head } = desk.log;
  return world.server.rows.at(-1)?.link.equals(head.link) === true;
}

describe('a link to a server that answers', () => {
  it('connects, takes what is new, and was in contact', async () => {
    await desk.start();
    expect(desk.link.state.kind).toBe('connected');
    expect(desk.states.map(({ kind }) => kind)).toEqual(['connecting', 'meeting', 'connected']);
    expect(hasAll()).toBe(true);
    expect(desk.contacts).toBe(1);
    expect(desk.line.open).toBe(1);
  });

  it('takes a row when the bell rings', async () => {
    await desk.start();
    world.append(row('news'));
    await desk.pass(0);
    expect(hasAll()).toBe(true);
  });

  it('follows at most five bells in a second, and misses no row', async () => {
    await desk.start();
    await desk.pass(1_000);
    const before = desk.log.pulls;
    for (let count = 0; count < 100; count += 1) {
      world.append(row(`news ${count}`));
      await desk.pass(10);
    }
    expect(desk.log.pulls - before).toBeLessThanOrEqual(6);
    await desk.pass(200);
    expect(hasAll()).toBe(true);
  });

  it.each(['connects', 'pulls', 'asks'])('takes what is appended while it %s', async (what) => {
    if (what !== 'connects') await desk.start();
    let goOn = (): void => undefined;
    desk.log.checks = () => new Promise((resolve) => (goOn = resolve));
    if (what === 'connects') await desk.start();
    else world.append(row('one'));
    await desk.pass(0);
    world.append(row('two'));
    await desk.pass(1_000);
    expect(desk.log.pulls).toBe(what === 'connects' ? 0 : 1);
    // Whoever asks the server meanwhile hears of a row that this pull does not bring.
    await desk.pass(20_000);
    if (what === 'asks') desk.link.look();
    await desk.pass(0);
    desk.log.checks = () => Promise.resolve();
    goOn();
    await desk.pass(0);
    expect(hasAll()).toBe(true);
    expect(desk.link.state).toMatchObject({ kind: 'connected', attempt: 1 });
  });

  it('asks each second where the bell is not heard', async () => {
    world.server.hasBell = false;
    await desk.start();
    world.append(row('news'));
    await desk.pass(999);
    expect(hasAll()).toBe(false);
    await desk.pass(1);
    expect(hasAll()).toBe(true);
    await desk.pass(5_000);
    expect(desk.asked('greet')).toBe(6);
    expect(desk.asked('beat')).toBe(1);
  });

  it('asks once a minute while nobody is signed in, and says each time how it is', async () => {
    await desk.start();
    await desk.pass(180_000);
    expect([desk.asked('greet'), desk.asked('beat')]).toEqual([0, 1 + 3]);
    expect(desk.contacts).toBe(4);
  });

  it('asks with the looks of a session, but not with each of the close ones', async () => {
    await desk.start();
    for (let seconds = 0; seconds < 100; seconds += 20) {
      await desk.pass(20_000);
      for (let close = 0; close < 10; close += 1) desk.link.look();
    }
    await desk.pass(0);
    expect([desk.asked('greet'), desk.asked('beat')]).toEqual([0, 1 + 5]);
  });

  it('is connected anew at another place', async () => {
    await desk.start();
    desk.link.moved();
    expect(desk.link.state.kind).toBe('connecting');
    await desk.pass(0);
    expect(desk.link.state).toMatchObject({ kind: 'connected', attempt: 2 });
    expect(desk.line.open).toBe(1);
  });

  it('keeps one connection when it is moved while it connects', async () => {
    desk.line.delayMs = 100;
    await desk.start();
    desk.link.moved();
    await desk.pass(1_000);
    expect(desk.link.state).toMatchObject({ kind: 'connected', attempt: 2 });
    expect(desk.line.open).toBe(1);
  });

  it('leaves nothing behind when it is stopped', async () => {
    await desk.start();
    world.append(row('news'));
    desk.link.look();
    desk.link.stop();
    await desk.pass(0);
    expect(desk.line.open).toBe(0);
    expect(desk.log.isOnline).toBe(false);
    expect(clock.armed).toBe(0);
    expect(desk.link.state.kind).toBe('stopped');
  });

  it('waits for nothing more when it is stopped in a pause', async () => {
    desk.line.mood = 'cut';
    await desk.start();
    expect(desk.link.state.kind).toBe('waiting');
    desk.link.stop();
    expect(clock.armed).toBe(0);
  });

  it('drops a connection that opens after it was stopped', async () => {
    desk.line.delayMs = 100;
    await desk.start();
    desk.link.stop();
    await desk.pass(1_000);
    expect(desk.line.open).toBe(0);
  });
});

describe('a link to a server that is away', () => {
  it('says why, and tries again within a second, then in longer pauses', async () => {
    await desk.start();
    desk.line.mood = 'cut';
    await desk.pass(0);
    expect(desk.link.state).toMatchObject({ kind: 'waiting', why: 'unreachable', failures: 1 });
    expect(desk.log.isOnline).toBe(false);
    const attempts: number[] = [];
    for (let seconds = 0; seconds < 130; seconds += 1) {
      attempts.push(desk.link.state.attempt);
      await desk.pass(1_000);
    }
    const tries = (from: number, to: number): number => (attempts[to] ?? 0) - (attempts[from] ?? 0);
    // After 1, 2 and 4 s, and then after 8 s each.
    expect(tries(0, 1)).toBe(1);
    expect(tries(0, 32)).toBe(6);
    expect(tries(32, 122)).toBe(11);
    desk.line.mood = 'works';
    await desk.pass(30_000);
    expect(desk.link.state.kind).toBe('connected');
  });

  it('destroys a connection over which no answer comes within 5 s', async () => {
    await desk.start();
    desk.line.mood = 'hangs';
    await desk.pass(20_000);
    desk.link.look();
    await desk.pass(4_999);
    expect(desk.link.state.kind).toBe('connected');
    await desk.pass(1);
    expect(desk.link.state).toMatchObject({ kind: 'waiting', why: 'silent' });
    expect(desk.line.open).toBe(0);
  });

  it('waits for the keychain', async () => {
    desk.hasLogin = false;
    await desk.start();
    expect(desk.why).toBe('keychain');
    desk.hasLogin = true;
    await desk.pass(1_000);
    expect(desk.link.state.kind).toBe('connected');
  });

  it('does not connect any more when it was stopped meanwhile', async () => {
    let give = (): void => undefined;
    const login = { user: 'w', password: 'p' };
    desk = new LinkedDesk(clock, world.server, world.workstation, {
      login: () => new Promise((resolve) => (give = () => resolve({ place: PLACE, login }))),
    });
    await desk.start();
    desk.link.stop();
    give();
    await desk.pass(0);
    expect(desk.calls).toEqual([]);
  });

  it('does not wait for ever for a keychain that says nothing', async () => {
    desk = new LinkedDesk(clock, world.server, world.workstation, {
      login: () => new Promise(() => undefined),
    });
    await desk.start();
    await desk.pass(10_000);
    expect(desk.why).toBe('keychain');
  });

  it('goes on when the disk does not take a row', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await desk.start();
    desk.log.trouble = new Error('The disk is full.');
    world.append(row('news'));
    await desk.pass(0);
    expect(desk.why).toBe('broken');
    await desk.pass(1_000);
    expect(hasAll()).toBe(true);
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });
});

describe('a link to a server that says something else', () => {
  it('puts back what a restored server forgot', async () => {
    await desk.start();
    const restore = world.server.snapshot();
    world.append(row('news'));
    await desk.pass(0);
    restore();
    expect(hasAll()).toBe(false);
    await desk.pass(1_000);
    expect(hasAll()).toBe(true);
    expect(desk.link.state.kind).toBe('connected');
  });

  it('meets a server anew that forgets while it is connected', async () => {
    await desk.start();
    desk.line.lies.greeting = (truth) => ({ ...truth, head: START });
    await desk.pass(60_000);
    expect(desk.why).toBe('broken');
  });

  it('is not in contact with a server that withholds rows', async () => {
    await desk.start();
    const { contacts } = desk;
    desk.line.lies.rows = () => [];
    world.append(row('withheld'));
    await desk.pass(60_000);
    expect(desk.why).not.toBeNull();
    await desk.pass(60_000);
    expect(desk.contacts).toBe(contacts);
  });

  it.each([
    ['contradicted', () => (desk.line.lies.rows = (rows) => rows.map(forged))],
    ['outdated', () => world.append(LATER)],
  ])('counts as alone: %s', async (why, change) => {
    await desk.start();
    change();
    desk.line.mood = 'cut';
    desk.line.mood = 'works';
    await desk.pass(1_000);
    expect(desk.link.state).toMatchObject({ kind: 'waiting', why });
    expect(desk.line.open).toBe(0);
  });

  it('is removed by a decision, and by no word of the server', async () => {
    await desk.start();
    const other = new LinkedDesk(clock, world.server, world.workstation);
    world.server.remove(world.workstation, world.workstation);
    await desk.pass(60_000);
    expect(desk.why).toBe('refused');
    await other.start();
    expect(other.why).toBe('refused');
    expect(other.contacts).toBe(0);
  });

  it('comes to rest when it is removed', async () => {
    await desk.start();
    world.append(REMOVED);
    await desk.pass(0);
    expect(desk.link.state.kind).toBe('removed');
    expect(desk.line.open).toBe(0);
    expect(clock.armed).toBe(0);
    desk.link.moved();
    await desk.link.catchUp(2_000);
    expect(desk.link.state.kind).toBe('removed');
  });
});

function forged<Row extends { readonly body: Buffer; readonly link: Buffer }>(one: Row): Row {
  return { ...one, link: Buffer.alloc(32, 1) };
}
