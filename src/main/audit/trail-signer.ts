import { headText } from '../keys/trail-seal.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import type { Clock, TrailHead, TrailSigner, TrailStore } from '../ports/index.js';

export interface TrailSigningParts {
  readonly trail: Pick<TrailStore, 'workstation' | 'head' | 'addHead' | 'addHeadLater'>;
  readonly clock: Clock;
}

/** Signs how far the audit trail has come, with the keys of the member who is signed in. */
export class TrailSigning implements TrailSigner {
  readonly #parts: TrailSigningParts;

  constructor(parts: TrailSigningParts) {
    this.#parts = parts;
  }

  sessionBegins(memberId: string, keys: SeedKeys): void {
    this.signNow(memberId, keys);
  }

  sessionEnds(memberId: string, keys: SeedKeys | null): void {
    try {
      const head = keys === null ? null : this.#sign(memberId, keys);
      if (head !== null) this.#parts.trail.addHeadLater(head);
    } catch (error) {
      // The session must end; its events have their seals all the same.
      process.emitWarning(String(error));
    }
  }

  /**
   * Signs and stores at once.
   * @returns `null` while there is no event
   */
  signNow(memberId: string, keys: SeedKeys): TrailHead | null {
    const head = this.#sign(memberId, keys);
    if (head !== null) this.#parts.trail.addHead(head);
    return head;
  }

  #sign(memberId: string, keys: SeedKeys): TrailHead | null {
    const { trail, clock } = this.#parts;
    const position = trail.head();
    if (position === null) return null;
    const at = Math.round(clock.now().wallMs);
    const text = headText({ ...position, workstation: trail.workstation, memberId, at });
    const { signing } = keys.publicKeys;
    return { ...position, memberId, at, key: signing, signature: keys.sign(text) };
  }
}
