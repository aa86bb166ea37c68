import { setImmediate } from 'node:timers/promises';
import type { AuditKeeping } from '../../shared/workstation/audit-verdict.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import { cutText } from '../keys/trail-seal.js';
import type { AccountStore, AuditSink, Clock, TrailStore } from '../ports/index.js';

const YEAR_MS = 365.25 * 86_400_000;
/** How many events are deleted in one turn of the event loop. */
const SWEPT_AT_ONCE = 200;

export interface TrailKeepingParts {
  readonly trail: TrailStore;
  readonly audit: AuditSink;
  readonly account: Pick<AccountStore, 'together'>;
  readonly clock: Clock;
  /** How long events are kept, in years, as the clinic decided. */
  readonly years: () => number;
}

/** `damaged`: the last event that would go has no link, so nothing could show that the rest is complete. */
export type CutOutcome =
  | { readonly ok: true; readonly removed: number }
  | { readonly ok: false; readonly code: 'auditLogDamaged' };

/**
 * How long the audit trail is kept. Older events go only when an administrator removes them, and signs where
 * the trail begins from then on: so nobody loses events that were not exported, and a check still proves the
 * rest.
 */
export class TrailKeeping {
  readonly #parts: TrailKeepingParts;

  constructor(parts: TrailKeepingParts) {
    this.#parts = parts;
  }

  keeping(): AuditKeeping {
    return { years: this.#parts.years(), older: this.#older().count };
  }

  /**
   * Removes the events that are older than the clinic keeps them.
   * @param keys of the administrator who does it
   */
  async remove(memberId: string, keys: SeedKeys): Promise<CutOutcome> {
    const { trail, audit, account, clock } = this.#parts;
    const { count, last } = this.#older();
    if (count === 0) return { ok: true, removed: 0 };
    const link = trail.rows(last - 1, 1)[0]?.link;
    const segment = trail.segments().filter(({ after }) => after < last);
    const commitment = segment.at(-1)?.commitment;
    if (link === undefined || link === null || commitment === undefined)
      return { ok: false, code: 'auditLogDamaged' };
    const now = clock.now();
    const position = { events: last, link, at: Math.round(now.wallMs), memberId, commitment };
    const signature = keys.sign(cutText({ ...position, workstation: trail.workstation }));
    account.together(() => {
      trail.addCut({ ...position, key: keys.publicKeys.signing, signature });
      audit.append({ event: 'auditLog.cut', at: now, memberId, detail: { events: count } });
    });
    await this.sweep();
    return { ok: true, removed: count };
  }

  /** Deletes what a cut has removed: the rest of it, when the app ended meanwhile. */
  async sweep(): Promise<void> {
    while (this.#parts.trail.sweep(SWEPT_AT_ONCE) > 0) await setImmediate();
  }

  #older(): { readonly count: number; readonly last: number } {
    const { trail, clock, years } = this.#parts;
    return trail.olderThan(clock.now().wallMs - years() * YEAR_MS);
  }
}
