import { DEFAULT_POLICY, type Policy } from '../../../src/shared/policy/policy.js';
import type { Role } from '../../../src/shared/people/role.js';
import type { Instant, Member, SessionEnd } from '../../../src/main/ports/index.js';
import type { Elapsed } from '../../../src/main/session/elapsed.js';
import type { Ended, LiveSession } from '../../../src/main/session/machine.js';

/** Some moment; `ms` later on both clocks. */
export function instant(ms = 0): Instant {
  return { wallMs: 1_790_000_000_000 + ms, bootMs: 10_000_000 + ms };
}

export function policyWith(changes: Partial<Policy> = {}): Policy {
  return { ...DEFAULT_POLICY, ...changes };
}

/** A member with an id and an email of their own, made from the name. */
export function memberNamed(name: string, role: Role = 'practitioner'): Member {
  const digits = Buffer.from(name.padEnd(6, '.').slice(0, 6)).toString('hex');
  return {
    id: `00000000-0000-4000-8000-${digits}`,
    name,
    email: `${name.toLowerCase().replaceAll(' ', '.')}@rivertown.example`,
    role,
    active: true,
    lastSignedInAt: null,
  };
}

export function liveSession(changes: Partial<LiveSession> = {}): LiveSession {
  const began = { signedInSeq: 7, signedInLink: 'link 7', isResumed: false };
  return {
    sessionId: 'session-1',
    memberId: 'member-1',
    role: 'practitioner',
    ...began,
    ...changes,
  };
}

/** Durations in seconds, for people who read tests. */
export function elapsedSeconds(inactive: number, age = inactive, uncertainty = 0): Elapsed {
  return {
    inactiveMs: inactive * 1_000,
    awayMs: 0,
    ageMs: age * 1_000,
    bootMs: age * 1_000,
    uncertaintyMs: uncertainty * 1_000,
    doubtedMs: 0,
    interrupted: false,
  };
}

export function endedBy(changes: Partial<Ended> = {}): Ended {
  return {
    cause: 'idle',
    limitSeconds: 900,
    measuredMs: 900_000,
    latenessMs: 0,
    reason: null,
    ...changes,
  };
}

export function sessionEnd(changes: Partial<SessionEnd> = {}): SessionEnd {
  const { cause, limitSeconds, measuredMs, latenessMs } = endedBy();
  return {
    ...{ cause, limitSeconds, measuredMs, latenessMs },
    sessionId: 'session-1',
    memberId: 'member-1',
    at: instant(),
    ...changes,
  };
}
