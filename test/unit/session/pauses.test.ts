import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Policy } from '../../../src/shared/policy/policy.js';
import { policyWith } from '../../support/fakes/builders.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

let computer: VirtualComputer;

async function signedIn(changes: Partial<Policy> = {}): Promise<void> {
  computer = new VirtualComputer(policyWith(changes));
  await computer.start();
  await computer.signIn();
}

/** Somebody works: input every few seconds. */
async function work(seconds: number): Promise<void> {
  for (let past = 0; past < seconds; past += 3) {
    computer.touch();
    await computer.run(3 * SECOND);
  }
  computer.touch();
}

/** Nobody is there for so long, and then somebody works again. */
async function away(seconds: number): Promise<void> {
  await computer.run(seconds * SECOND);
  await work(40);
}

function lengths(): readonly number[] {
  return computer.pauseStore.pauses.map(({ seconds }) => seconds);
}

function sessions(): readonly unknown[] {
  return [...computer.pauseStore.sessions.values()].map(({ longestSeconds, timedOut }) => ({
    ...{ longestSeconds, timedOut },
  }));
}

/** How far a length may be from the true one, in seconds: half the time between two looks, and the doubt before. */
const LOOKS = 14;

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the record of pauses', () => {
  it('has each pause of half a minute or more, and the longest of the session', async () => {
    await signedIn();
    await work(60);
    await away(95);
    await away(200);
    await away(12);
    const [first = 0, second = 0, ...more] = lengths();
    expect(Math.abs(first - 95)).toBeLessThanOrEqual(LOOKS);
    expect(Math.abs(second - 200)).toBeLessThanOrEqual(LOOKS);
    expect(more).toEqual([]);
    expect(sessions()).toEqual([{ longestSeconds: second, timedOut: false }]);
  });

  it('is exact where the warning was answered', async () => {
    await signedIn({ sessionTimeoutSeconds: 300 });
    await work(20);
    await away(290);
    expect(Math.abs((lengths()[0] ?? 0) - 290)).toBeLessThanOrEqual(1);
  });

  it('has none while somebody works, however long', async () => {
    await signedIn();
    await work(900);
    expect(lengths()).toEqual([]);
    expect(sessions()).toEqual([{ longestSeconds: 0, timedOut: false }]);
  });

  it('counts what the session counts: input in other programs is none where only this app counts', async () => {
    await signedIn({ activitySource: 'app' });
    await computer.useApp();
    await work(100);
    await computer.useApp();
    await computer.run(2 * SECOND);
    await computer.useApp();
    const [only = 0, ...more] = lengths();
    expect(Math.abs(only - 100)).toBeLessThanOrEqual(LOOKS);
    expect(more).toEqual([]);
  });

  it('says of a session that its limit ended it during a pause', async () => {
    await signedIn({ sessionTimeoutSeconds: 300 });
    await work(20);
    await computer.run(310 * SECOND);
    expect(computer.live).toBe(false);
    expect(sessions()).toEqual([{ longestSeconds: 300, timedOut: true }]);
    expect(lengths()).toEqual([]);
  });

  it('keeps a pause after which somebody signs out at once', async () => {
    await signedIn();
    await work(20);
    await computer.run(120 * SECOND);
    await computer.useApp();
    await computer.requestEnd('signOut');
    const [only = 0] = lengths();
    expect(Math.abs(only - 120)).toBeLessThanOrEqual(LOOKS);
    expect(sessions()).toEqual([{ longestSeconds: only, timedOut: false }]);
  });

  it('gives a person one number a day, and nobody else’s, and another one tomorrow', async () => {
    await signedIn({ longestSessionSeconds: 604_800, sessionTimeoutSeconds: 604_800 });
    await work(20);
    await away(60);
    await away(60);
    await computer.requestEnd('signOut');
    await computer.signIn();
    await work(20);
    await away(60);
    await away(DAY / SECOND);
    const [one, same, other, tomorrow] = computer.pauseStore.pauses.map(({ person }) =>
      person.toString('hex'),
    );
    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(same).toBe(one);
    expect(new Set([one, other, tomorrow]).size).toBe(3);
  });

  it('is deleted at once when it is turned off, and begins again with the next session', async () => {
    await signedIn();
    await work(20);
    await away(60);
    await computer.setPolicy(policyWith({ measurePauses: false }));
    computer.running.pauses.review();
    expect([sessions(), lengths()]).toEqual([[], []]);
    await away(60);
    await computer.setPolicy(policyWith());
    computer.running.pauses.review();
    await away(60);
    await computer.requestEnd('signOut');
    expect([sessions(), lengths()]).toEqual([[], []]);
    await computer.signIn();
    await work(20);
    await away(60);
    expect(lengths()).toHaveLength(1);
    expect(sessions()).toHaveLength(1);
  });

  it('records nothing while it is off', async () => {
    await signedIn({ measurePauses: false });
    await work(20);
    await away(60);
    await computer.requestEnd('lockNow');
    expect([sessions(), lengths()]).toEqual([[], []]);
  });

  it('disturbs no session when the disk is full', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await signedIn({ sessionTimeoutSeconds: 300 });
    computer.pauseStore.writable = false;
    await work(20);
    await away(100);
    expect(computer.live).toBe(true);
    await computer.run(310 * SECOND);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
    expect(warned).toHaveBeenCalled();
  });

  it('makes no look that there would not be without it', async () => {
    const looks: number[] = [];
    for (const measurePauses of [true, false]) {
      await signedIn({ measurePauses });
      const asked = vi.spyOn(computer.idle, 'idleMs');
      await away(600);
      looks.push(asked.mock.calls.length);
    }
    expect(looks[0]).toBe(looks[1]);
  });

  it('foresees from what is kept, with the warning that fits the timeout', async () => {
    await signedIn();
    await work(20);
    await away(100);
    const foresee = (timeoutSeconds: number) =>
      computer.running.pauses.foresee({ timeoutSeconds, warningLeadSeconds: 60 });
    expect(foresee(60)).toMatchObject({ sessions: 1, ending: 1, few: true });
    expect(foresee(300)).toMatchObject({ sessions: 1, ending: 0 });
  });
});
