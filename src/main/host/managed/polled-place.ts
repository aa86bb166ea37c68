import type { Clock, ManagedPlaceKind, ManagedReading, WatchedPlace } from '../../ports/index.js';

/**
 * How old a reading may get while somebody is signed in, and at a sign-in, in milliseconds. Windows
 * itself renews its policies every 90 minutes or so, and each reading starts a program.
 */
const FRESH_MS = 15 * 60_000;

/** A place that cannot be watched. Each {@link look} finds out whether it must be read again. */
export class PolledPlace implements WatchedPlace {
  readonly kind: ManagedPlaceKind;
  readonly path: string;
  readonly #clock: Clock;
  readonly #read: () => Promise<ManagedReading>;
  #readAtMs = 0;
  #onChanged: () => void = () => undefined;

  constructor(parts: {
    readonly kind: ManagedPlaceKind;
    readonly path: string;
    readonly clock: Clock;
    /** Never rejects. */
    readonly read: () => Promise<ManagedReading>;
  }) {
    this.kind = parts.kind;
    this.path = parts.path;
    this.#clock = parts.clock;
    this.#read = parts.read;
  }

  read(): Promise<ManagedReading> {
    this.#readAtMs = this.#clock.now().bootMs;
    return this.#read();
  }

  watch(onChanged: () => void): void {
    this.#onChanged = onChanged;
  }

  look(): void {
    if (this.#clock.now().bootMs - this.#readAtMs >= FRESH_MS) this.#onChanged();
  }
}
