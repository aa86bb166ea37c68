import { beforeEach, describe, expect, it } from 'vitest';
import { testActivity } from '../../../src/main/host/idle/activity-test.js';
import { askedIdle } from '../../../src/main/host/idle/asked-idle.js';
import { IdleChooser, risesWithClock } from '../../../src/main/host/idle/idle-chooser.js';
import { FakeIdle } from '../../support/fakes/fake-idle.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

let clock: VirtualClock;
let system: FakeIdle;
let chooser: IdleChooser;
let news = 0;
/** The desktop's idle time, in milliseconds; `null`: it does not answer. */
let desktop: () => number | null;

beforeEach(() => {
  clock = new VirtualClock();
  system = new FakeIdle(clock);
  system.stuckAtMs = 0;
  news = 0;
  desktop = () => clock.passedMs;
  chooser = new IdleChooser({
    clock,
    telling: [],
    system: () => system,
    systemName: () => 'X11',
    others: [
      { name: 'nobody', read: () => Promise.reject(new Error('not there')) },
      {
        name: 'GNOME',
        read: () => {
          const idleMs = desktop();
          return idleMs === null ? Promise.reject(new Error('gone')) : Promise.resolve(idleMs);
        },
      },
    ],
    onNews: () => (news += 1),
  });
});

/** Runs virtual time, and lets promises settle after each timer. */
async function pass(ms: number): Promise<void> {
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  await settle();
  await clock.run(ms, settle);
  await settle();
}

describe('a source in doubt', () => {
  it('is replaced by one that rises with the clock', async () => {
    expect([chooser.name, chooser.idleMs(), chooser.resolutionMs]).toEqual(['X11', 0, 1_000]);
    chooser.doubt();
    await pass(2_000);
    expect(chooser.name).toBe('GNOME');
    expect(news).toBe(1);
    expect(chooser.idleMs()).toBe(clock.passedMs);
    expect(chooser.resolutionMs).toBe(1);
  });

  it('is kept when no other source is right, and another search follows later', async () => {
    desktop = () => 0;
    for (let second = 0; second < 9; second += 1) {
      chooser.doubt();
      await pass(1_000);
    }
    expect(chooser.name).toBe('X11');
    desktop = () => clock.passedMs;
    await pass(1_000);
    chooser.doubt();
    await pass(2_000);
    expect(chooser.name).toBe('GNOME');
  });
});

describe('another source', () => {
  beforeEach(async () => {
    chooser.doubt();
    await pass(2_000);
    news = 0;
  });

  it('counts the time between its answers as idle', async () => {
    desktop = () => null;
    const before = chooser.idleMs();
    await pass(7_000);
    expect(chooser.idleMs()).toBe(before + 7_000);
  });

  it('reports at once that somebody came', async () => {
    await pass(20_000);
    desktop = () => 300;
    chooser.idleMs();
    await pass(0);
    expect(news).toBe(1);
    expect(chooser.idleMs()).toBe(300);
  });

  it('that gets stuck does not count as activity', async () => {
    await pass(5_000);
    chooser.idleMs();
    await pass(0);
    const stuckAtMs = desktop();
    desktop = () => stuckAtMs;
    for (let look = 0; look < 4; look += 1) {
      await pass(5_000);
      chooser.idleMs();
    }
    await pass(0);
    expect(chooser.idleMs()).toBe((stuckAtMs ?? 0) + 20_000);
    expect(news).toBe(0);
  });

  it('that does not answer for half a minute is dropped', async () => {
    desktop = () => null;
    await pass(31_000);
    expect(chooser.idleMs()).toBe(0);
    expect(chooser.name).toBe('X11');
  });
});

describe('a source that tells by its nature', () => {
  /** The compositor's idle time, in milliseconds. */
  let toldMs: number | null;

  beforeEach(() => {
    toldMs = 4_321;
    const gnome = {
      name: 'GNOME',
      read: async () => desktop() ?? Promise.reject(new Error('gone')),
    };
    const compositor = {
      get name() {
        return toldMs === null ? null : 'Wayland';
      },
      resolutionMs: 50,
      idleMs: () => toldMs,
    };
    system.readable = false;
    chooser = new IdleChooser({
      clock,
      system: () => system,
      telling: [compositor, askedIdle(gnome, clock, () => (news += 1))],
      systemName: () => 'nobody',
      others: [],
      onNews: () => (news += 1),
    });
  });

  it('is chosen before all others, without a trial', () => {
    expect([chooser.idleMs(), chooser.resolutionMs, chooser.name]).toEqual([4_321, 50, 'Wayland']);
  });

  it('is replaced by the next one while it has no answer', async () => {
    toldMs = null;
    desktop = () => 70;
    expect(() => chooser.idleMs()).toThrow();
    await pass(0);
    // The next source's first answer is reported at once.
    expect(news).toBe(1);
    expect([chooser.idleMs(), chooser.resolutionMs, chooser.name]).toEqual([70, 1, 'GNOME']);
    toldMs = 11;
    expect([chooser.idleMs(), chooser.name]).toEqual([11, 'Wayland']);
  });

  it('follows somebody who types without a break, at every look', async () => {
    toldMs = null;
    // A key twenty times a second: readings never rise with the clock.
    desktop = () => 1 + (clock.passedMs % 49);
    expect(() => chooser.idleMs()).toThrow();
    for (let look = 0; look < 30; look += 1) {
      await pass(20_001);
      chooser.idleMs();
      await pass(0);
      expect(chooser.idleMs()).toBeLessThan(50);
    }
  });

  it('leaves nothing to read when no source answers, and does not ask again at once', async () => {
    toldMs = null;
    let asked = 0;
    desktop = () => {
      asked += 1;
      return null;
    };
    for (let look = 0; look < 100; look += 1) {
      expect(() => chooser.idleMs()).toThrow();
      await pass(100);
    }
    expect(asked).toBe(1);
    expect(chooser.name).toBe('nobody');
    desktop = () => 90;
    expect(() => chooser.idleMs()).toThrow();
    await pass(0);
    expect(chooser.idleMs()).toBe(90);
  });
});

it('a source rises with the clock when it counts milliseconds, neither seconds nor nothing', () => {
  expect(risesWithClock(500, 1_510, 1_004)).toBe(true);
  expect(risesWithClock(3, 4, 1_000)).toBe(false);
  expect(risesWithClock(0, 0, 1_000)).toBe(false);
  expect(risesWithClock(5_000, 200, 1_000)).toBe(false);
});

describe('the self-test', () => {
  beforeEach(() => {
    system.stuckAtMs = null;
  });

  async function result(meanwhile: () => void = () => undefined): Promise<string> {
    let told = 'nothing';
    void testActivity(system, clock).then((answer) => (told = answer));
    await pass(3_000);
    meanwhile();
    await pass(4_000);
    return told;
  }

  it('says that a source works', async () => {
    expect(await result()).toBe('works');
    clock = new VirtualClock();
    system = new FakeIdle(clock);
    await clock.run(12_345);
    expect(await result()).toBe('works');
  });

  it('says that a source is stuck, at any value', async () => {
    system.stuckAtMs = 0;
    expect(await result()).toBe('stuck');
    system.stuckAtMs = 7_000;
    expect(await result()).toBe('stuck');
  });

  it('notices a source that gets stuck in the middle, and a touch of the computer', async () => {
    expect(await result(() => (system.frozen = true))).toBe('stuck');
    system.stuckAtMs = null;
    expect(await result(() => system.touch())).toBe('touched');
  });

  it('waits for a source that answers later', async () => {
    await pass(30_000);
    system.stuckAtMs = 0;
    chooser.doubt();
    await pass(2_000);
    desktop = () => clock.passedMs;
    chooser.idleMs();
    await pass(20_000);
    // The press of the button is input, but the source reports it only at its next answer.
    const pressedMs = clock.passedMs;
    desktop = () => clock.passedMs - pressedMs;
    let told = 'nothing';
    void testActivity(chooser, clock).then((answer) => (told = answer));
    await pass(7_000);
    expect(told).toBe('works');
  });

  it('says that a source can’t be read', async () => {
    expect(await result(() => (system.readable = false))).toBe('unreadable');
  });
});
