import { hashOf } from '../../account/shares.js';
import type { AccountStore, Author, Decisions } from '../../ports/index.js';

export interface BadgesParts {
  readonly account: Pick<AccountStore, 'state' | 'box'>;
  readonly decisions: Decisions;
}

/** Which members have a badge for quick sign-in, as the clinic decided. */
export class Badges {
  readonly #parts: BadgesParts;

  constructor(parts: BadgesParts) {
    this.#parts = parts;
  }

  has(memberId: string): boolean {
    return this.hashOf(memberId) !== null;
  }

  /** The hash of a member's record: another one for each badge and PIN. `null`: no badge. */
  hashOf(memberId: string): string | null {
    return this.#parts.account.state?.members[memberId]?.badge ?? null;
  }

  /** The member's sealed record; `null` for no badge, and when the record is not on this computer. */
  recordOf(memberId: string): Buffer | null {
    const hash = this.hashOf(memberId);
    return hash === null ? null : this.#parts.account.box(hash);
  }

  /** @param record sealed for the author alone; it takes the place of the one before */
  async enrol(author: Author, record: Buffer): Promise<void> {
    await this.#parts.decisions.commit(author, () => ({
      change: { kind: 'badge.set', record: hashOf(record), mayPass: true },
      boxes: [record],
    }));
  }

  /** Takes the author's own badge away. */
  async remove(author: Author): Promise<void> {
    await this.#parts.decisions.commit(author, ({ state }) =>
      (state?.members[author.memberId]?.badge ?? null) === null
        ? { ok: true }
        : { change: { kind: 'badge.set', record: null, mayPass: true } },
    );
  }

  /** An administrator takes somebody's badge away. Nothing happens for somebody without one. */
  async removeOf(memberId: string, author: Author): Promise<void> {
    await this.#parts.decisions.commit(author, ({ state }) =>
      (state?.members[memberId]?.badge ?? null) === null
        ? { ok: true }
        : { change: { kind: 'badge.removed', memberId, mayPass: true } },
    );
  }
}
