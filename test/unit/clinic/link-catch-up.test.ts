import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { foundClinic, LinkedDesk, type LinkWorld } from './link-world.js';

let clock: VirtualClock;
let world: LinkWorld;
let desk: LinkedDesk;
beforeEach(async () => {
  clock = new VirtualClock();
  world = await foundClinic(clock);
  desk = new LinkedDesk(clock, world.server, world.workstation);
});

describe('somebody who signs in', () => {
  it('waits for what was decided meanwhile', async () => {
    await desk.start();
    desk.line.delayMs = 300;
    world.server.hasBell = false;
    await desk.pass(30_000);
    const before = desk.asked('beat');
    let done = false;
    void desk.link.catchUp(2_000).then(() => (done = true));
    await desk.pass(299);
    expect(done).toBe(false);
    await desk.pass(301);
    expect(done).toBe(true);
    expect(desk.asked('beat')).toBe(before + 1);
  });

  it('waits for nothing when the server has just been asked', async () => {
    await desk.start();
    await desk.link.catchUp(2_000);
    expect(desk.asked('beat')).toBe(1);
  });

  it('does not wait for the end of a pause', async () => {
    desk.line.mood = 'cut';
    await desk.start();
    await desk.pass(60_000);
    desk.line.mood = 'works';
    await desk.link.catchUp(2_000);
    expect(desk.link.state.kind).toBe('connected');
  });

  it.each(['connected', 'waiting'])('waits 2 s at the most while %s', async (kind) => {
    if (kind === 'waiting') desk.line.mood = 'cut';
    await desk.start();
    await desk.pass(25_000);
    desk.line.mood = 'hangs';
    let done = false;
    void desk.link.catchUp(2_000).then(() => (done = true));
    await desk.pass(2_000);
    expect(done).toBe(true);
  });
});
