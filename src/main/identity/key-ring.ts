import {
  type ClinicKeys,
  forgetClinicKeys,
  formerAdministrators,
  openShare,
  shareMark,
} from '../account/shares.js';
import type { RecordKey } from '../keys/record-key.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import type { AccountStore, Author, KeyHolder, Member } from '../ports/index.js';

/** Holds the keys of the member who is signed in, and no key otherwise. */
export class KeyRing implements KeyHolder {
  readonly #account: Pick<AccountStore, 'state' | 'box'>;
  #memberId = '';
  #keys: SeedKeys | null = null;
  /** The clinic's keys, and the mark of the share from which they came. */
  #clinic: { readonly keys: ClinicKeys; readonly mark: string } | null = null;
  /** The administrators' keys before those in force, while they are needed. */
  #former: readonly SeedKeys[] | null = null;
  /** The public signing key that this member is about to get here. */
  #next: string | null = null;

  /** Called when the keys are forgotten. */
  readonly #onForget: (() => void)[] = [];

  constructor(account: Pick<AccountStore, 'state' | 'box'>) {
    this.#account = account;
  }

  /** Calls back when whoever was signed in has no keys any more. */
  onForget(callback: () => void): void {
    this.#onForget.push(callback);
  }

  hold(memberId: string, keys: SeedKeys): void {
    this.forget();
    this.#memberId = memberId;
    this.#keys = keys;
  }

  forget(): void {
    this.#keys?.forget();
    this.#keys = null;
    this.#next = null;
    this.#forgetClinic();
    for (const callback of this.#onForget) callback();
  }

  /** The member who is signed in gets this public signing key here; `null`: not any more. */
  expect(signing: string | null): void {
    this.#next = signing;
  }

  /** Whether a public signing key is that of the member who is signed in: the one held, or the one expected. */
  isOwn(signing: string): boolean {
    return signing === this.#keys?.publicKeys.signing || signing === this.#next;
  }

  /** @throws when nobody is signed in: only requests that passed the gate may ask */
  get keys(): SeedKeys {
    if (this.#keys === null) throw new Error('Nobody is signed in, so there is no key.');
    return this.#keys;
  }

  get held(): SeedKeys | null {
    return this.#keys;
  }

  /** Seals what is the signed-in member's alone; `null` while nobody is signed in. */
  get own(): RecordKey | null {
    return this.#keys?.own ?? null;
  }

  /** The member who is signed in, as the author of a decision. @throws as {@link keys} */
  authorFor({ id }: Pick<Member, 'id'>): Author {
    return { memberId: id, keys: this.keys };
  }

  /** The same; `null` while nobody is signed in. */
  get author(): Author | null {
    return this.#keys === null ? null : { memberId: this.#memberId, keys: this.#keys };
  }

  /**
   * The clinic's keys in force, which may change while somebody is signed in.
   * @returns `null` while nobody is signed in, and when the share was changed outside the app
   */
  get clinic(): ClinicKeys | null {
    const { state } = this.#account;
    if (this.#keys === null || state === null) return null;
    const mark = shareMark(state, this.#memberId);
    if (this.#clinic?.mark === mark) return this.#clinic.keys;
    this.#forgetClinic();
    const keys = openShare(this.#account, { name: this.#memberId, keys: this.#keys });
    this.#clinic = keys === null ? null : { keys, mark };
    return keys;
  }

  /**
   * The administrators' keys, newest first: those in force, and all before them, under which something may
   * still be sealed on a computer that was elsewhere when they were replaced.
   * @returns none unless an administrator is signed in
   */
  get administrators(): readonly SeedKeys[] {
    const newest = this.clinic?.administrators ?? null;
    if (newest === null) return [];
    this.#former ??= formerAdministrators(this.#account, newest);
    return [newest, ...this.#former];
  }

  #forgetClinic(): void {
    if (this.#clinic !== null) forgetClinicKeys(this.#clinic.keys);
    this.#clinic = null;
    for (const keys of this.#former ?? []) keys.forget();
    this.#former = null;
  }
}
