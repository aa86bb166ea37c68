import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { foundClinic, LinkedDesk, type LinkWorld, settled } from './link-world.js';

const HOUR_MS = 3_600_000;

let clock: VirtualClock;
let world: LinkWorld;
let desk: LinkedDesk;
beforeEach(async () => {
  clock = new VirtualClock();
  world = await foundClinic(clock);
  desk = new LinkedDesk(clock, world.server, world.workstation);
});

/** Time passes. @returns how many timers came due */
async function wakeups(ms: number): Promise<number> {
  let count = 0;
  await clock.run(ms, () => {
    count += 1;
    return settled();
  });
  return count;
}

describe('how this workstation is', () => {
  it('is said with the looks of a session, and with no timer of its own', async () => {
    desk.beats.isFree = false;
    await desk.start();
    let woken = 0;
    for (let passedMs = 0; passedMs < HOUR_MS; passedMs += 20_000) {
      woken += await wakeups(20_000);
      desk.link.look();
      await settled();
    }
    expect(woken).toBe(0);
    expect(desk.asked('beat')).toBe(1 + 180);
    expect(desk.asked('greet')).toBe(0);
  });

  it('is said once a minute while nobody is signed in', async () => {
    await desk.start();
    expect(await wakeups(HOUR_MS)).toBe(60);
    expect(desk.asked('beat')).toBe(1 + 60);
    expect(desk.asked('greet')).toBe(0);
  });

  it.each([
    ['each minute while nobody is signed in', true, 60],
    ['each 19 seconds while somebody is', false, 189],
  ])('is said %s where the bell is not heard', async (_when, isFree, times) => {
    world.server.hasBell = false;
    desk.beats.isFree = isFree;
    await desk.start();
    await desk.pass(HOUR_MS);
    expect(desk.asked('beat')).toBe(1 + times);
    expect(desk.asked('beat') + desk.asked('greet')).toBe(1 + 3_600);
  });

  it.each([true, false])('is said at once when there is news; with a bell: %s', async (hasBell) => {
    world.server.hasBell = hasBell;
    await desk.start();
    const before = desk.asked('beat');
    desk.link.beat();
    await settled();
    expect(desk.asked('beat')).toBe(before + 1);
  });

  it('is said once more when there is news while it is said', async () => {
    desk.line.delayMs = 100;
    await desk.start();
    await desk.pass(1_000);
    const before = desk.asked('beat');
    desk.link.beat();
    await desk.pass(50);
    for (let times = 0; times < 5; times += 1) desk.link.beat();
    await desk.pass(1_000);
    expect(desk.asked('beat')).toBe(before + 2);
  });

  it('is said when decisions were taken that it did not have before', async () => {
    desk.beats.isStale = true;
    await desk.start();
    expect(desk.asked('beat')).toBe(2);
  });

  it('is asked as often where there is nothing to say', async () => {
    desk.beats.speaks = false;
    await desk.start();
    await desk.pass(180_000);
    expect(desk.asked('greet')).toBe(3);
    expect(desk.asked('beat')).toBe(0);
  });

  it('changes nothing while there is no connection', async () => {
    desk.line.mood = 'cut';
    await desk.start();
    desk.link.beat();
    await settled();
    expect(desk.asked('beat')).toBe(0);
  });
});

describe('a copy of this computer', () => {
  let copy: LinkedDesk;
  beforeEach(async () => {
    copy = new LinkedDesk(clock, world.server, world.workstation);
    await desk.start();
  });

  it('is not in contact, decides nothing and takes nothing', async () => {
    await copy.start();
    expect(copy.why).toBe('copied');
    expect(copy.states.map(({ kind }) => kind)).toEqual(['connecting', 'meeting', 'waiting']);
    expect(copy.asked('rows')).toBe(0);
    expect(copy.contacts).toBe(0);
    expect(copy.line.open).toBe(0);
    expect(desk.link.state.kind).toBe('connected');
    // It stays so, and does not ask without end.
    await pass(600_000);
    expect(copy.why).toBe('copied');
    expect(copy.log.isOnline).toBe(false);
    expect(copy.asked('connect')).toBeLessThan(30);
    expect(desk.link.state.kind).toBe('connected');
  });

  it('is noticed over a connection that it has', async () => {
    world.server.said.forget();
    await copy.start();
    expect(copy.link.state.kind).toBe('connected');
    await pass(60_000);
    // The other one came first after the server had forgotten both.
    expect(desk.why).toBe('copied');
    expect(desk.log.isOnline).toBe(false);
  });

  function pass(ms: number): Promise<void> {
    return desk.pass(ms);
  }
});

describe('a server that withholds what another workstation has', () => {
  it.each([true, false])('counts as away, with a bell: %s', async (hasBell) => {
    world.server.hasBell = hasBell;
    await desk.start();
    const { contacts } = desk;
    desk.beats.isWithheld = true;
    await desk.pass(hasBell ? 60_000 : 1_000);
    expect(desk.why).toBe('withheld');
    expect(desk.contacts).toBe(contacts);
    expect(desk.log.isOnline).toBe(false);
  });

  it('counts so across connections, until it has given it', async () => {
    await desk.start();
    desk.beats.isWithheld = true;
    await desk.pass(60_000);
    const { contacts } = desk;
    await desk.pass(600_000);
    expect(desk.why).toBe('withheld');
    expect(desk.contacts).toBe(contacts);
    desk.beats.isWithheld = false;
    await desk.pass(30_000);
    expect(desk.link.state.kind).toBe('connected');
    expect(desk.contacts).toBe(contacts + 1);
  });
});
