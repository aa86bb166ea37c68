import type { Policy } from '../../shared/policy/policy.js';
import type { EndCause } from '../../shared/workstation/end-cause.js';
import type { IdentityJournal } from '../identity/journal.js';
import type { Badges } from '../identity/members/badges.js';
import type { PasswordCost } from '../identity/passwords/password-cost.js';
import type { KeptAdmission } from '../identity/sign-in/kept-admission.js';
import type { Throttle } from '../identity/sign-in/throttle.js';
import type {
  AccountStore,
  Author,
  ClinicDesk,
  Clock,
  Instant,
  Outcome,
  SignedIn,
  SignOutOrdersHere,
} from '../ports/index.js';
import { forgetStage } from './badge-keys.js';
import { forgetRecord, openRecord, sealRecord } from './badge-record.js';
import { BadgeSetUp } from './badge-set-up.js';
import { KeptBadges, MOST_WRONG_PINS } from './kept-badges.js';
import { LastTap } from './last-tap.js';
import type {
  BadgeRefusal,
  BadgeStage,
  PinEntered,
  QuickSignInDesk,
  TappedBadge,
} from './quick-sign-in-desk.js';

export interface QuickSignInParts {
  readonly account: Pick<AccountStore, 'state' | 'standing' | 'memberById'>;
  readonly badges: Badges;
  readonly keptAdmission: Pick<KeptAdmission, 'admit'>;
  readonly throttle: Throttle;
  readonly cost: Pick<PasswordCost, 'recommended'>;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
  readonly desk: Pick<ClinicDesk, 'standing' | 'countTry'>;
  readonly orders: Pick<SignOutOrdersHere, 'now' | 'endOf'>;
  /** The policy in force on this computer. */
  readonly policy: () => Pick<Policy, 'quickSignIn' | 'quickSignInSeconds'>;
  /** Ends the session, if there is one: a badge was tapped. */
  readonly handOver: () => void;
  readonly onChange: () => void;
}

/** After these ends of a session its member may come back by badge; after all others not. */
const MAY_COME_BACK: ReadonlySet<EndCause> = new Set([
  ...(['idle', 'longestSession', 'lockNow', 'switchUser', 'badge', 'policyTightened'] as const),
  ...(['screenLock', 'signedInElsewhere'] as const),
]);

/** Coming back by badge and PIN within a shift, after a full sign-in at this computer. */
export class QuickSignIn implements QuickSignInDesk {
  readonly #parts: QuickSignInParts;
  readonly #kept: KeptBadges;
  readonly #setUp: BadgeSetUp;
  readonly #tap: LastTap;
  /** The full sign-in with which the session began that lives now. */
  #full: (SignedIn & { readonly memberId: string; readonly since: Instant }) | null = null;

  constructor(parts: QuickSignInParts) {
    this.#parts = parts;
    const { clock, orders, onChange } = parts;
    this.#setUp = new BadgeSetUp(clock, onChange);
    this.#kept = new KeptBadges({
      clock,
      basisOf: (memberId) => this.#basisOf(memberId),
      isOrderedOut: (session) => {
        const ordered = orders.endOf(session);
        return ordered !== null && !MAY_COME_BACK.has(ordered.cause);
      },
      onGone: onChange,
    });
    this.#tap = new LastTap({ ...parts, kept: this.#kept });
  }

  get isOn(): boolean {
    return this.#parts.policy().quickSignIn;
  }

  async tapped(badge: Buffer): Promise<void> {
    try {
      if (!this.isOn) return;
      if (this.#setUp.awaitsTap) {
        this.#setUp.tapped(badge);
        return;
      }
      this.#parts.handOver();
      await this.#tap.show(this.#kept.find(badge, this.#clinic));
    } finally {
      badge.fill(0);
    }
  }

  get shown(): TappedBadge | null {
    return this.#tap.shown;
  }

  async enterPin(typed: string): Promise<PinEntered> {
    const pin = Buffer.from(typed, 'utf8');
    try {
      return await this.#enter(pin);
    } finally {
      pin.fill(0);
    }
  }

  async #enter(pin: Buffer): Promise<PinEntered> {
    const { throttle, journal, desk, keptAdmission } = this.#parts;
    this.#kept.look();
    const tapped = await this.#tap.whose();
    if (tapped === null) return this.#gone();
    const { kept, stage, email } = tapped;
    const charge = throttle.charge(email, 'pin');
    if (!charge.ok) return charge;
    this.#tap.stay();
    const own = { tag: Buffer.from(stage.tag), key: Buffer.from(stage.key) };
    // At once: the server's answer comes while the PIN is derived.
    const [failures, keys] = await Promise.all([
      desk.countTry(email),
      this.#kept.open(kept, own, pin),
    ]).finally(() => {
      forgetStage(own);
    });
    const early = charge.weigh(failures);
    if (early !== null) {
      keys?.forget();
      return early;
    }
    if (keys === null) {
      journal.record('signIn.failed', kept.memberId, { step: 'pin' });
      if (!this.#kept.has(kept)) return this.#gone();
      return { ok: false, code: 'wrongPin', triesLeft: MOST_WRONG_PINS - kept.wrongPins };
    }
    charge.refund();
    const admitted = await keptAdmission.admit(kept.memberId, keys);
    if (admitted.ok) this.leave();
    else this.#kept.forget(kept.memberId);
    return admitted.ok || admitted.code !== 'fullSignInNeeded' ? admitted : this.#gone();
  }

  #gone(): PinEntered {
    return { ok: false, code: 'badgeGone' };
  }

  leave(): void {
    this.#tap.leave();
  }

  hasBadge(memberId: string): boolean {
    return this.#parts.badges.has(memberId);
  }

  get stage(): BadgeStage {
    return this.#setUp.step;
  }

  begin(author: Author): Outcome<'quickSignInOff' | 'notForAdministrators'> {
    if (!this.isOn) return { ok: false, code: 'quickSignInOff' };
    const role = this.#parts.account.memberById(author.memberId)?.role;
    if (role === 'administrator') return { ok: false, code: 'notForAdministrators' };
    this.#setUp.begin(author);
    return { ok: true };
  }

  async finish(author: Author, typed: string): Promise<Outcome<BadgeRefusal>> {
    const { badges, cost } = this.#parts;
    if (!this.isOn) return { ok: false, code: 'setUpExpired' };
    const pin = Buffer.from(typed, 'utf8');
    const how = { clinic: this.#clinic, cost: cost.recommended() };
    const record = await this.#setUp.finish(author, { pin, typed }, how).finally(() => {
      pin.fill(0);
    });
    if (typeof record === 'string') return { ok: false, code: record };
    try {
      // Whoever shares a badge would be taken for the other one.
      if (this.#kept.isOfAnother(record.tag, author.memberId)) {
        this.#setUp.cancel();
        return { ok: false, code: 'badgeTaken' };
      }
      await badges.enrol(author, sealRecord(author.memberId, author.keys, record));
    } finally {
      forgetRecord(record);
    }
    this.#setUp.cancel();
    this.#keep(author);
    return { ok: true };
  }

  cancel(): void {
    this.#setUp.cancel();
  }

  async remove(author: Author): Promise<void> {
    await this.#parts.badges.remove(author);
    this.look();
  }

  async removeOf(memberId: string, author: Author): Promise<Outcome<'unknownMember'>> {
    if (this.#parts.account.memberById(memberId) === null)
      return { ok: false, code: 'unknownMember' };
    await this.#parts.badges.removeOf(memberId, author);
    this.look();
    return { ok: true };
  }

  signedInFully(author: Author): void {
    const { clock, orders } = this.#parts;
    this.#full = { memberId: author.memberId, since: clock.now(), ...orders.now };
    this.#keep(author);
  }

  #keep(author: Author): void {
    const { badges, policy } = this.#parts;
    const full = this.#full;
    if (full?.memberId !== author.memberId || author.keys.isForgotten) return;
    const box = badges.recordOf(author.memberId);
    const record = openRecord(author.memberId, author.keys, box);
    if (record === null) return;
    this.#kept.keep(author, record, { ...full, seconds: policy().quickSignInSeconds });
    forgetRecord(record);
  }

  /** A session has ended: its member may come back by badge, or not, as it ended. */
  sessionEnds(memberId: string, cause: EndCause): void {
    this.#full = null;
    this.#setUp.cancel();
    if (!MAY_COME_BACK.has(cause)) this.#kept.forget(memberId);
  }

  /** Looks whether what is kept may stay. Call it when account, policy or the clinic's standing has changed. */
  look(): void {
    this.#kept.look();
    if (!this.isOn) this.#setUp.cancel();
  }

  /** The computer goes to sleep, or the app quits: everybody signs in fully after that. */
  forgetAll(): void {
    this.leave();
    this.#setUp.cancel();
    this.#kept.forgetAll();
  }

  get #clinic(): string {
    return this.#parts.account.state?.clinic ?? '';
  }

  #basisOf(memberId: string): string | null {
    const { account, desk, policy } = this.#parts;
    const { quickSignIn, quickSignInSeconds } = policy();
    const member = account.state?.members[memberId];
    const { kind } = desk.standing;
    const isOpen = account.standing.kind === 'sound' && kind !== 'shut' && kind !== 'removed';
    if (!quickSignIn || !isOpen || member?.active !== true) return null;
    if (member.role === 'administrator' || member.badge === null) return null;
    const { role, badge, keys, twoFactor, mustSetUp } = member;
    const factor = twoFactor?.record ?? null;
    const { version, signing } = keys;
    return JSON.stringify([quickSignInSeconds, role, badge, version, signing, factor, mustSetUp]);
  }
}
