import { createHash } from 'node:crypto';
import type { SealedRow } from '../../../src/main/ports/index.js';
import type { MemoryAudit } from '../fakes/memory-audit.js';

/** The audit trail of a simulated workstation: its events with links, and no seals, which other tests check. */
export class DeskTrail {
  readonly #audit: MemoryAudit;
  readonly #links: Buffer[] = [];
  readonly #listeners: (() => void)[] = [];

  constructor(
    audit: MemoryAudit,
    readonly workstation: string,
  ) {
    this.#audit = audit;
  }

  append(event: Parameters<MemoryAudit['append']>[0]): void {
    this.#audit.append(event);
    for (const listener of this.#listeners) listener();
  }

  onAppended(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The app that listened is gone. */
  forget(): void {
    this.#listeners.length = 0;
  }

  head(): { readonly events: number; readonly link: Buffer } | null {
    const events = this.#audit.events.length;
    return events === 0 ? null : { events, link: this.#linkOf(events) };
  }

  rows(after: number, most: number): readonly SealedRow[] {
    const { workstation } = this;
    return this.#audit.events.slice(after, after + most).map((event, index) => ({
      ...{
        id: after + index + 1,
        at: Math.round(event.at.wallMs),
        workstation,
        event: event.event,
      },
      ...{ memberId: event.memberId, cause: event.cause ?? null, wipe: event.wipe ?? null },
      ...{ measuredMs: event.measuredMs ?? null, limitSeconds: event.limitSeconds ?? null },
      latenessMs: event.latenessMs ?? null,
      detail: event.detail === undefined ? null : JSON.stringify(event.detail),
      link: this.#linkOf(after + index + 1),
      seal: null,
    }));
  }

  readonly segments = (): readonly never[] => [];
  readonly heads = (): readonly never[] => [];
  readonly cuts = (): readonly never[] => [];

  #linkOf(events: number): Buffer {
    // Rolled back with a transaction, events come again.
    const known = this.#links[events];
    const text = `${this.workstation} ${events}`;
    const link = known ?? createHash('sha256').update(text).digest();
    this.#links[events] = link;
    return link;
  }
}
