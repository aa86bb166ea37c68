import { readJson } from '../../shared/texts/json.js';
import type { Clock, ContactStore } from '../ports/index.js';
import { orElse } from '../ports/or-else.js';
import { type LastContact, withoutServerMs } from './offline-limit.js';

/** Contact comes every few seconds, and each write is a disk sync: at most one in so many milliseconds. */
const SAVE_MS = 60_000;

export interface ContactParts {
  readonly store: ContactStore;
  /** Under this workstation's own key; `null` while the keychain does not give it. */
  readonly seal: (text: Buffer) => Buffer | null;
  /** @returns `null` also for what was not sealed here */
  readonly open: (sealed: Buffer) => Buffer | null;
  readonly clock: Clock;
  /** The boot of this computer, or `null` where the OS does not tell, or has not told yet. */
  readonly bootId: () => string | null;
}

/**
 * Remembers when the clinic's server was last in contact. It is kept sealed for the next run: a record that
 * somebody removed or changed counts as none, and an older one is the stricter one.
 */
export class Contact {
  readonly #parts: ContactParts;
  #last: LastContact | null = null;
  #isThisRun = false;
  #savedBootMs = Number.NEGATIVE_INFINITY;

  constructor(parts: ContactParts) {
    this.#parts = parts;
    this.recall();
  }

  /** Reads what an earlier run kept, if it could not be read so far. */
  recall(): void {
    if (this.#last !== null) return;
    const { store, open } = this.#parts;
    const sealed = orElse(() => store.read(), null);
    const text = sealed === null ? null : open(sealed);
    if (text === null) return;
    const json = readJson(text.toString('utf8'));
    // The seal proves that the app wrote it.
    if (json.ok) this.#last = json.value as LastContact;
  }

  /** The server is in contact just now. */
  note(): void {
    const { clock, bootId } = this.#parts;
    this.#last = { at: clock.now(), bootId: bootId() };
    this.#isThisRun = true;
    if (this.#last.at.bootMs - this.#savedBootMs >= SAVE_MS) this.#save(this.#last);
  }

  /** This computer has no server any more. */
  forget(): void {
    this.#last = null;
    this.#isThisRun = false;
    this.#savedBootMs = Number.NEGATIVE_INFINITY;
  }

  /** How long it was out of contact, in milliseconds; forever when nobody knows. */
  get withoutServerMs(): number {
    const { clock, bootId } = this.#parts;
    const here = { now: clock.now(), bootId: bootId(), isThisRun: this.#isThisRun };
    return withoutServerMs(this.#last, here);
  }

  /** In milliseconds since 1970; `null` when nobody knows. */
  get lastWallMs(): number | null {
    return this.#last?.at.wallMs ?? null;
  }

  #save(last: LastContact): void {
    const { store, seal } = this.#parts;
    const sealed = seal(Buffer.from(JSON.stringify(last), 'utf8'));
    if (sealed === null) return;
    const isSaved = orElse(() => {
      store.save(sealed);
      return true;
    }, false);
    if (isSaved) this.#savedBootMs = last.at.bootMs;
  }
}
