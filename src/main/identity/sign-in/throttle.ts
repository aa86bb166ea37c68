import { createHmac } from 'node:crypto';
import type {
  AccountStore,
  Clock,
  FailedTries,
  IdentityStore,
  Instant,
} from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** From `failures` on, the next try must wait `ms` milliseconds after the last one. */
interface Wait {
  readonly failures: number;
  readonly ms: number;
}

/** For one email: growing delays first, then a lock-out window that grows to an hour. */
export const MEMBER_WAITS: readonly Wait[] = [
  { failures: 3, ms: 2 * SECOND_MS },
  { failures: 4, ms: 4 * SECOND_MS },
  { failures: 5, ms: 8 * SECOND_MS },
  { failures: 6, ms: 15 * SECOND_MS },
  { failures: 7, ms: 30 * SECOND_MS },
  { failures: 8, ms: MINUTE_MS },
  { failures: 10, ms: 15 * MINUTE_MS },
  { failures: 15, ms: 30 * MINUTE_MS },
  { failures: 20, ms: 60 * MINUTE_MS },
];

/** For this workstation, whatever the email: several people may mistype here in a morning. */
export const WORKSTATION_WAITS: readonly Wait[] = [
  { failures: 10, ms: 5 * SECOND_MS },
  { failures: 20, ms: 30 * SECOND_MS },
  { failures: 40, ms: 15 * MINUTE_MS },
];

/** For one email in the whole clinic, whose desks add their failures up. */
export const CLINIC_WAITS: readonly Wait[] = [
  { failures: 30, ms: MINUTE_MS },
  { failures: 60, ms: 15 * MINUTE_MS },
  { failures: 100, ms: 60 * MINUTE_MS },
];

/** For so long a desk knows a member who signed in there. */
const KNOWN_MS = 14 * 24 * 60 * MINUTE_MS;
/** From so many failures at a desk itself, it knows the member no more. */
const KNOWN_FAILURES = 10;

/**
 * How long a try must wait after the last one at the same desk, in milliseconds, for what failed in the whole
 * clinic. Not at a desk where the member works: else anybody could lock a colleague out of all of them.
 * @param own failures at this desk
 * @param elsewhere failures at all others
 * @param signedInMs how long ago the member signed in at this desk; `null`: never
 */
export function clinicWaitMs(own: number, elsewhere: number, signedInMs: number | null): number {
  const isKnown = signedInMs !== null && signedInMs >= 0 && signedInMs <= KNOWN_MS;
  if (isKnown && own < KNOWN_FAILURES) return 0;
  return waitAfter(own + elsewhere, CLINIC_WAITS);
}

const WORKSTATION = 'workstation';

function waitAfter(failures: number, waits: readonly Wait[]): number {
  return waits.filter((wait) => failures >= wait.failures).at(-1)?.ms ?? 0;
}

/**
 * How long ago a moment is at the least, in milliseconds. The wall clock does not count, because people
 * can set it. In the same boot the boot clock tells the time that passed. After a restart, at least the
 * time since the restart has passed. When both are possible, the smaller time is right for both.
 */
function passedSince(then: Instant, now: Instant): number {
  return now.bootMs >= then.bootMs ? now.bootMs - then.bootMs : now.bootMs;
}

/** What somebody tried; `undefined` is the password of a sign-in. The audit trail has these words. */
export type TriedStep =
  'secondFactor' | 'pin' | 'confirmation' | 'invitation.used' | 'emergencyKit.used';

/** Callers return it unchanged. `retryAfterSeconds`: 1 or more. */
export type ThrottledTry = {
  readonly ok: false;
  readonly code: 'throttled';
  readonly retryAfterSeconds: number;
};

export type Charge =
  | {
      readonly ok: true;
      /** The try was right, so it no longer counts; earlier failures still count. */
      readonly refund: () => void;
      /**
       * What other desks of the clinic say meanwhile.
       * @param failures at all of them; `away` when nobody knows
       * @returns a refusal when this try came too early for that; it does not count then
       */
      readonly weigh: (failures: number | 'away') => ThrottledTry | null;
    }
  | ThrottledTry;

export interface ThrottleParts {
  readonly account: Pick<AccountStore, 'together' | 'credentialsByEmail'>;
  readonly store: IdentityStore;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
  /** Keys the hashes under which emails are counted. */
  readonly installation: string;
}

/**
 * Slows guessing down, for each email and for the whole workstation. A try is counted before it is
 * checked: neither killing the app nor two tries at once give a free try. A refused try goes into the
 * audit trail here, so that no caller can forget it.
 */
export class Throttle {
  readonly #parts: ThrottleParts;
  /** Failures at other desks, as they were last heard of. */
  readonly #elsewhere = new Map<string, number>();

  constructor(parts: ThrottleParts) {
    this.#parts = parts;
  }

  /** Counts a try for an email, known or not, or says how long to wait. */
  charge(email: string, step?: TriedStep): Charge {
    const { account, store, clock } = this.#parts;
    const now = clock.now();
    const subject = this.#subjectOf(email);
    const member = store.failedTries(subject);
    const workstation = store.failedTries(WORKSTATION);
    const waitMs = Math.max(
      leftOf(member, MEMBER_WAITS, now),
      leftOf(workstation, WORKSTATION_WAITS, now),
      this.#clinicLeft(email, member, now),
    );
    if (waitMs > 0) return this.#refuse(email, waitMs, step);
    // One transaction for both: a second one would be one more disk sync.
    account.together(() => {
      this.#count(subject, member, now);
      this.#count(WORKSTATION, workstation, now);
    });
    const refund = (): void =>
      account.together(() => {
        this.#uncount(subject, member, now);
        this.#uncount(WORKSTATION, workstation, now);
      });
    return {
      ok: true,
      refund,
      weigh: (failures) => {
        if (failures === 'away') return null;
        this.#elsewhere.set(subject, failures);
        const leftMs = this.#clinicLeft(email, member, now);
        if (leftMs <= 0) return null;
        account.together(() => {
          refund();
          // The wait begins with the first try.
          if (store.failedTries(subject) === null)
            store.saveFailedTries(subject, { count: 0, lastAt: now });
        });
        return this.#refuse(email, leftMs, step);
      },
    };
  }

  /** @param tries the failures at this desk until now */
  #clinicLeft(email: string, tries: FailedTries | null, now: Instant): number {
    const elsewhere = this.#elsewhere.get(this.#subjectOf(email)) ?? 0;
    if (elsewhere === 0) return 0;
    const at = this.#parts.account.credentialsByEmail(email)?.member.lastSignedInAt ?? null;
    const signedInMs = at === null ? null : now.wallMs - at;
    const waitMs = clinicWaitMs(tries?.count ?? 0, elsewhere, signedInMs);
    return tries === null ? waitMs : waitMs - passedSince(tries.lastAt, now);
  }

  /**
   * A sign-in is complete: earlier failures no longer count.
   * @returns how many tries had failed for this email
   */
  settle(email: string): number {
    const { account, store } = this.#parts;
    const subject = this.#subjectOf(email);
    this.#elsewhere.delete(subject);
    return account.together(() => {
      const failed = store.failedTries(subject)?.count ?? 0;
      store.saveFailedTries(subject, null);
      store.saveFailedTries(WORKSTATION, null);
      return failed;
    });
  }

  #refuse(email: string, waitMs: number, step?: TriedStep): ThrottledTry {
    const { account, journal } = this.#parts;
    const memberId = account.credentialsByEmail(email)?.member.id ?? null;
    journal.record('signIn.throttled', memberId, step === undefined ? undefined : { step });
    return { ok: false, code: 'throttled', retryAfterSeconds: Math.ceil(waitMs / SECOND_MS) };
  }

  #count(subject: string, before: FailedTries | null, now: Instant): void {
    this.#parts.store.saveFailedTries(subject, { count: (before?.count ?? 0) + 1, lastAt: now });
  }

  /** Takes back one try. If other tries were counted meanwhile, `lastAt` stays that of the last one. */
  #uncount(subject: string, before: FailedTries | null, at: Instant): void {
    const { store } = this.#parts;
    const tries = store.failedTries(subject);
    if (tries === null) return;
    const lastAt = tries.lastAt.bootMs === at.bootMs ? (before?.lastAt ?? at) : tries.lastAt;
    store.saveFailedTries(subject, tries.count <= 1 ? null : { count: tries.count - 1, lastAt });
  }

  #subjectOf(email: string): string {
    return createHmac('sha256', this.#parts.installation)
      .update(email.trim().toLowerCase())
      .digest('base64url');
  }
}

function leftOf(tries: FailedTries | null, waits: readonly Wait[], now: Instant): number {
  if (tries === null) return 0;
  return waitAfter(tries.count, waits) - passedSince(tries.lastAt, now);
}
