import { timingSafeEqual } from 'node:crypto';
import type { Argon2Cost } from '../keys/derivation.js';
import { SeedKeys } from '../keys/seed-keys.js';
import type { Author, Clock, Instant, SignedIn } from '../ports/index.js';
import { badgeStage, type BadgeStage, forgetStage, pinKey } from './badge-keys.js';
import type { BadgeRecord } from './badge-record.js';

/** How many wrong PINs end it, one after another. */
export const MOST_WRONG_PINS = 5;

/** How often is looked whether what is kept may stay, in milliseconds. */
const LOOK_MS = 10_000;

/** Longer between two looks, in milliseconds, and the computer slept, or did not run. */
const GAP_MS = 30_000;

/** What is kept of a member who may come back by badge and PIN. In memory alone. */
export interface KeptBadge extends SignedIn {
  readonly memberId: string;
  readonly tag: Buffer;
  readonly salt: Buffer;
  readonly cost: Argon2Cost;
  /** The member's seed, sealed under the PIN's key. */
  readonly sealed: Buffer;
  /** When the full sign-in was. */
  readonly since: Instant;
  /** How long a shift is, in seconds. */
  readonly seconds: number;
  /** What it rests on, as it was then. */
  readonly basis: string;
  wrongPins: number;
}

export interface KeptBadgesParts {
  readonly clock: Clock;
  /**
   * What a member's coming back rests on: once it is something else, a full sign-in is needed.
   * @returns `null` when the member may not come back so at all
   */
  readonly basisOf: (memberId: string) => string | null;
  /** Whether an order to sign out is about whoever signed in then. */
  readonly isOrderedOut: (session: SignedIn & { readonly memberId: string }) => boolean;
  /** Called when something was overwritten. */
  readonly onGone: () => void;
}

/** The seeds of members who may come back within a shift, each sealed under badge and PIN. */
export class KeptBadges {
  readonly #parts: KeptBadgesParts;
  /** Newest first. */
  #kept: readonly KeptBadge[] = [];
  #lastLook: Instant;
  #cancelLook: () => void = () => undefined;

  constructor(parts: KeptBadgesParts) {
    this.#parts = parts;
    this.#lastLook = parts.clock.now();
  }

  /** After a full sign-in. @param record overwritten by the caller */
  keep(
    { memberId, keys }: Author,
    record: BadgeRecord,
    from: SignedIn & Pick<KeptBadge, 'since' | 'seconds'>,
  ): void {
    this.forget(memberId);
    const basis = this.#parts.basisOf(memberId);
    if (basis === null) return;
    const { tag, salt, cost } = record;
    const kept: KeptBadge = {
      ...{ ...from, memberId, basis, cost },
      ...{ tag: Buffer.from(tag), salt: Buffer.from(salt) },
      sealed: keys.wrap(record.pinKey, contextOf(memberId)),
      wrongPins: 0,
    };
    if (this.#kept.length === 0) this.#lastLook = this.#parts.clock.now();
    this.#kept = [kept, ...this.#kept];
    this.#arm();
  }

  has(kept: KeptBadge): boolean {
    return this.#kept.includes(kept);
  }

  /**
   * Whose badge it is.
   * @returns with the badge's own key, which belongs to the receiver; `null`: nobody's whose seed is kept
   */
  async find(
    badge: Buffer,
    clinic: string,
  ): Promise<{ readonly kept: KeptBadge; readonly stage: BadgeStage } | null> {
    this.look();
    const costs = new Map(this.#kept.map(({ cost }) => [JSON.stringify(cost), cost]));
    for (const cost of costs.values()) {
      const stage = await badgeStage(badge, clinic, cost);
      // What is kept may be less by now.
      const kept = this.#kept.find(({ tag }) => timingSafeEqual(tag, stage.tag));
      if (kept !== undefined) return { kept, stage };
      forgetStage(stage);
    }
    return null;
  }

  /** @param tag of a badge, under the cost that is recommended now */
  isOfAnother(tag: Buffer, memberId: string): boolean {
    return this.#kept.some((kept) => kept.memberId !== memberId && timingSafeEqual(kept.tag, tag));
  }

  /**
   * Opens what is kept. Each try counts before it is made: two at once are two.
   * @param pin overwritten by the caller
   * @returns the member's keys, which belong to the receiver; `null` for a wrong PIN
   */
  async open(kept: KeptBadge, { key }: BadgeStage, pin: Buffer): Promise<SeedKeys | null> {
    if (!this.has(kept) || kept.wrongPins >= MOST_WRONG_PINS) return null;
    kept.wrongPins += 1;
    const under = await pinKey(pin, { key, salt: kept.salt }, kept.cost);
    this.look();
    const keys = this.has(kept)
      ? SeedKeys.unwrap(under, kept.sealed, contextOf(kept.memberId))
      : null;
    under.fill(0);
    if (keys !== null) kept.wrongPins = 0;
    else if (kept.wrongPins >= MOST_WRONG_PINS) this.forget(kept.memberId);
    return keys;
  }

  /** Overwrites what is kept of a member. */
  forget(memberId: string): void {
    this.#forget((kept) => kept.memberId === memberId);
  }

  forgetAll(): void {
    this.#forget(() => true);
  }

  /** Overwrites what may not stay. Call it whenever something may have changed that it rests on. */
  look(): void {
    const { clock, basisOf, isOrderedOut } = this.#parts;
    const now = clock.now();
    const gapMs = passedMs(this.#lastLook, now);
    this.#lastLook = now;
    this.#forget(
      (kept) =>
        gapMs > GAP_MS ||
        passedMs(kept.since, now) >= kept.seconds * 1_000 ||
        basisOf(kept.memberId) !== kept.basis ||
        isOrderedOut(kept),
    );
    this.#arm();
  }

  #arm(): void {
    this.#cancelLook();
    this.#cancelLook = () => undefined;
    const now = this.#parts.clock.now();
    const left = this.#kept.map(({ since, seconds }) => seconds * 1_000 - passedMs(since, now));
    if (left.length === 0) return;
    const dueMs = Math.max(1, Math.min(LOOK_MS, ...left));
    this.#cancelLook = this.#parts.clock.after(dueMs, () => {
      this.look();
    });
  }

  #forget(isGone: (kept: KeptBadge) => boolean): void {
    const gone = this.#kept.filter(isGone);
    if (gone.length === 0) return;
    for (const { tag, salt, sealed } of gone) for (const part of [tag, salt, sealed]) part.fill(0);
    this.#kept = this.#kept.filter((kept) => !gone.includes(kept));
    this.#arm();
    this.#parts.onGone();
  }
}

function contextOf(memberId: string): readonly string[] {
  return ['badge', memberId];
}

/** By the clock that has gone further; a clock that was set back gains no time. */
function passedMs(then: Instant, now: Instant): number {
  return Math.max(now.wallMs - then.wallMs, now.bootMs - then.bootMs);
}
