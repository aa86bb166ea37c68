import type { AccountStore, Clock } from '../ports/index.js';
import { type BadgeStage, forgetStage } from './badge-keys.js';
import type { KeptBadge, KeptBadges } from './kept-badges.js';
import { TAP_WAIT_MS, type TappedBadge } from './quick-sign-in-desk.js';

/** Whose badge it is, or nobody's. */
type Found = { readonly kept: KeptBadge; readonly stage: BadgeStage } | null;

interface Tap {
  readonly number: number;
  readonly finding: Promise<Found>;
  /** `undefined` while it is looked for. */
  found: Found | undefined;
}

export interface LastTapParts {
  readonly account: Pick<AccountStore, 'memberById'>;
  readonly kept: Pick<KeptBadges, 'has'>;
  readonly clock: Clock;
  readonly onChange: () => void;
}

/**
 * The last badge that was tapped while nobody was signed in. It is shown at once: people type their PIN while the
 * badge is looked for, and those digits must not land in another field.
 */
export class LastTap {
  readonly #parts: LastTapParts;
  #tap: Tap | undefined;
  #taps = 0;
  #cancelLeaving: () => void = () => undefined;

  constructor(parts: LastTapParts) {
    this.#parts = parts;
  }

  /** @param finding whose badge it is. Settles when that is known, or does not matter any more. */
  async show(finding: Promise<Found>): Promise<void> {
    this.#taps += 1;
    const tap: Tap = { number: this.#taps, finding, found: undefined };
    this.#become(tap);
    const found = await finding.catch((error: unknown) => {
      if (this.#tap === tap) this.leave();
      throw error;
    });
    if (this.#tap === tap) {
      tap.found = found;
      this.#parts.onChange();
    } else if (found !== null) forgetStage(found.stage);
  }

  get shown(): TappedBadge | null {
    if (this.#tap === undefined) return null;
    const { number: tap, found } = this.#tap;
    if (found === undefined) return { kind: 'reading', tap };
    const member = found === null ? null : this.#memberOf(found);
    return member === null
      ? { kind: 'unknown', tap }
      : { kind: 'member', tap, memberName: member.name };
  }

  /**
   * Waits until it is known whose badge it is.
   * @returns `null` also when its member may not come back any more, or somebody left the view meanwhile. The stage
   *   is the tap's own: it is overwritten when the tap is left.
   */
  async whose(): Promise<(NonNullable<Found> & { readonly email: string }) | null> {
    const tap = this.#tap;
    const found = (await tap?.finding) ?? null;
    const member = found === null || this.#tap !== tap ? null : this.#memberOf(found);
    return found === null || member === null ? null : { ...found, email: member.email };
  }

  /** A name does not stay on the screen of a computer that nobody uses: it is left later than now. */
  stay(): void {
    this.#cancelLeaving();
    this.#cancelLeaving =
      this.#tap === undefined
        ? () => undefined
        : this.#parts.clock.after(TAP_WAIT_MS, () => {
            this.leave();
          });
  }

  leave(): void {
    if (this.#tap !== undefined) this.#become(undefined);
  }

  #become(tap: Tap | undefined): void {
    if (this.#tap?.found) forgetStage(this.#tap.found.stage);
    this.#tap = tap;
    this.stay();
    this.#parts.onChange();
  }

  #memberOf({ kept }: NonNullable<Found>): ReturnType<AccountStore['memberById']> {
    return this.#parts.kept.has(kept) ? this.#parts.account.memberById(kept.memberId) : null;
  }
}
