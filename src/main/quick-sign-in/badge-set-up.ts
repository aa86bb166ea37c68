import { randomBytes } from 'node:crypto';
import type { Argon2Cost } from '../keys/derivation.js';
import { SALT_BYTES } from '../keys/derivation.js';
import type { Author, Clock } from '../ports/index.js';
import { badgeStage, forgetStage, pinKey } from './badge-keys.js';
import type { BadgeRecord } from './badge-record.js';
import { isWeakPin } from './pin-rules.js';
import { type BadgeStage as Step, TAP_WAIT_MS } from './quick-sign-in-desk.js';

/** A member sets up a badge: two taps that agree, then a PIN. One at a time; the badge is nowhere but here. */
export class BadgeSetUp {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #owner: Author | null = null;
  #step: Step = 'none';
  #badge: Buffer | null = null;
  #cancelWait: () => void = () => undefined;

  /** @param onChange called when the next step is another one */
  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get step(): Step {
    return this.#step;
  }

  get awaitsTap(): boolean {
    return this.#step === 'tap' || this.#step === 'tapAgain';
  }

  begin(owner: Author): void {
    this.cancel();
    this.#owner = owner;
    this.#goOn('tap');
  }

  /** @param badge overwritten by the caller */
  tapped(badge: Buffer): void {
    if (this.#step === 'tapAgain' && this.#badge?.equals(badge) === true) {
      this.#goOn('pin');
      return;
    }
    // Another one, or misread: from the first tap on again.
    const isFirst = this.#step === 'tap';
    this.#forgetBadge();
    if (isFirst) this.#badge = Buffer.from(badge);
    this.#goOn(isFirst ? 'tapAgain' : 'tap');
  }

  /**
   * @param pin overwritten by the caller
   * @param typed the same as text
   * @returns what a sign-in needs, which belongs to the receiver
   */
  async finish(
    { memberId, keys }: Author,
    { pin, typed }: { readonly pin: Buffer; readonly typed: string },
    { clinic, cost }: { readonly clinic: string; readonly cost: Argon2Cost },
  ): Promise<BadgeRecord | 'weakPin' | 'setUpExpired'> {
    const badge = this.#badge;
    const isOwn = this.#owner?.memberId === memberId && this.#owner.keys === keys;
    if (this.#step !== 'pin' || badge === null || !isOwn) return 'setUpExpired';
    if (isWeakPin(typed, badge)) return 'weakPin';
    const stage = await badgeStage(badge, clinic, cost);
    const salt = randomBytes(SALT_BYTES);
    const under = await pinKey(pin, { key: stage.key, salt }, cost);
    const tag = Buffer.from(stage.tag);
    forgetStage(stage);
    const record = { tag, salt, pinKey: under, cost };
    // Whoever was signed in may be gone by now.
    if (this.#badge === badge) return record;
    for (const part of [tag, salt, under]) part.fill(0);
    return 'setUpExpired';
  }

  /** Ends it, finished or not: the badge is overwritten. */
  cancel(): void {
    this.#cancelWait();
    this.#forgetBadge();
    this.#owner = null;
    if (this.#step === 'none') return;
    this.#step = 'none';
    this.#onChange();
  }

  #goOn(step: Step): void {
    this.#step = step;
    this.#cancelWait();
    this.#cancelWait = this.#clock.after(TAP_WAIT_MS, () => {
      this.cancel();
    });
    this.#onChange();
  }

  #forgetBadge(): void {
    this.#badge?.fill(0);
    this.#badge = null;
  }
}
