import { beforeEach, describe, expect, it } from 'vitest';
import type { BeatSession } from '../../../src/main/ports/index.js';
import { sessionFacts } from '../../../src/main/session/session-facts.js';
import { policyWith } from '../../support/fakes/builders.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

const IDLE_MS = 900_000;
const LONGEST_MS = 3_600_000;
/** So far apart are what is said and what happens. */
const LATE_MS = 100;

let computer: VirtualComputer;
beforeEach(async () => {
  const [sessionTimeoutSeconds, longestSessionSeconds] = [IDLE_MS / 1_000, LONGEST_MS / 1_000];
  computer = new VirtualComputer(policyWith({ sessionTimeoutSeconds, longestSessionSeconds }));
  await computer.start();
  await computer.signIn();
});

function facts(): BeatSession {
  const said = sessionFacts(computer.running.runner, computer.clock);
  if (said === null) throw new Error('Nobody is signed in.');
  return said;
}

function nowMs(): number {
  return computer.clock.now().wallMs;
}

/** Time passes until the session is over. @returns when that was */
async function ended(): Promise<number> {
  while (computer.live) await computer.run(20);
  return nowMs();
}

describe('what a workstation says of its session', () => {
  it('is who is signed in, since when, and until when', () => {
    const beganMs = nowMs();
    const { state } = computer.running.runner;
    expect(facts()).toEqual({
      memberId: state.kind === 'active' ? state.session.memberId : '',
      signedInSeq: state.kind === 'active' ? state.session.signedInSeq : Number.NaN,
      ...{ sinceMs: beganMs, lastActivityMs: beganMs },
      ...{ idleEndMs: beganMs + IDLE_MS, longestEndMs: beganMs + LONGEST_MS },
    });
  });

  it('is when it ends if nobody touches the computer, also between two looks', async () => {
    await computer.run(7_000);
    await computer.useApp();
    await computer.run(25_300);
    const { idleEndMs } = facts();
    const atMs = await ended();
    expect(atMs).toBeGreaterThanOrEqual(idleEndMs);
    expect(atMs).toBeLessThan(idleEndMs + LATE_MS);
  });

  it('is when it ends in any case', async () => {
    const { longestEndMs } = facts();
    while (computer.live) {
      await computer.useApp();
      await computer.run(5_000);
    }
    expect(nowMs()).toBeGreaterThanOrEqual(longestEndMs);
    expect(nowMs()).toBeLessThan(longestEndMs + 5_000 + LATE_MS);
    expect(computer.audit.named('session.ended')[0]?.cause).toBe('longestSession');
  });

  it('says the longest session’s end where that comes first', async () => {
    while (facts().sinceMs + LONGEST_MS - nowMs() > IDLE_MS / 2) {
      await computer.run(60_000);
      await computer.useApp();
    }
    const { idleEndMs, longestEndMs } = facts();
    expect(idleEndMs).toBe(longestEndMs);
    expect(await ended()).toBeLessThan(longestEndMs + LATE_MS);
  });

  it('knows of a deadline that comes first', async () => {
    computer.running.runner.endWithin(60_000, 'signedInElsewhere');
    const { idleEndMs, longestEndMs } = facts();
    expect([idleEndMs, longestEndMs]).toEqual([nowMs() + 60_000, nowMs() + 60_000]);
    expect(await ended()).toBeLessThan(longestEndMs + LATE_MS);
  });

  it('goes on until the session is wiped', async () => {
    computer.keychain.mood = 'refuses';
    await computer.requestEnd('signOut');
    expect(computer.state?.kind).toBe('ending');
    expect(facts().sinceMs).toBe(nowMs());
    computer.keychain.mood = 'works';
    await computer.run(60_000);
    expect(sessionFacts(computer.running.runner, computer.clock)).toBeNull();
  });
});
