import {
  isRefusal,
  outOfDate,
  type OutOfDate,
  type UpdateProblem,
  type UpdateState,
} from '../../shared/workstation/updates.js';
import { notAfter } from '../../shared/texts/stored-time.js';
import type { AuditEvent, AuditSink, Clock, UpdateMemory, UpdateStore } from '../ports/index.js';
import { orWarn } from '../ports/or-else.js';
import type { Release } from './updater.js';

export interface UpdateHistoryParts {
  readonly store: UpdateStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** Version of the running app. */
  readonly version: string;
  /** When this version was built, in milliseconds since 1970, or `null`. */
  readonly builtMs: number | null;
}

/**
 * What the app knows about its running version, also from earlier runs. If it cannot be stored, it is
 * kept until the app ends.
 */
export class UpdateHistory {
  readonly #parts: UpdateHistoryParts;
  #memory: UpdateMemory;

  constructor(parts: UpdateHistoryParts) {
    this.#parts = parts;
    const stored = parts.store.load();
    // Facts about another version, also a newer one, say nothing about this one.
    const { version } = parts;
    const nothing = { version, checkedMs: null, upToDateMs: null, newer: null, refused: null };
    this.#memory = stored?.version === version ? stored : nothing;
  }

  /** Called at the start: tells the audit trail when another version ran before. */
  begin(): void {
    const { store, version } = this.#parts;
    const before = store.load()?.version;
    if (before === version) return;
    const detail = { from: before, to: version };
    this.#keep({}, before === undefined ? undefined : { event: 'update.installed', detail });
  }

  /** When a check last had an answer, or `null`. */
  get checkedMs(): number | null {
    return notAfter(this.#nowMs, this.#memory.checkedMs);
  }

  /** When this version was last found to be the newest one, or `null`. */
  get upToDateMs(): number | null {
    return notAfter(this.#nowMs, this.#memory.upToDateMs);
  }

  get outOfDate(): OutOfDate | null {
    const { upToDateMs, newer } = this.#memory;
    const newerSinceMs = newer?.sinceMs ?? null;
    const { builtMs } = this.#parts;
    return outOfDate({ nowMs: this.#nowMs, builtMs, upToDateMs, newerSinceMs });
  }

  foundNewest(): void {
    const nowMs = this.#nowMs;
    this.#keep({ checkedMs: nowMs, upToDateMs: nowMs, newer: null, refused: null });
  }

  /** A check found a newer release. An even newer one does not restart the time since when one is known. */
  foundNewer({ version, releasedMs }: Release): void {
    const nowMs = this.#nowMs;
    // A time in the future comes from a clock that was ahead: count from now on.
    const sinceMs = Math.min(this.#memory.newer?.sinceMs ?? releasedMs ?? nowMs, nowMs);
    this.#keep({ checkedMs: nowMs, newer: { version, sinceMs } });
  }

  /** A download proved to be the release. */
  arrived(): void {
    if (this.#memory.refused !== null) this.#keep({ refused: null });
  }

  /** Something failed. A refusal goes into the audit trail, but a repeated one only once. */
  failed(
    what: Extract<UpdateState, { state: 'failed' }>['what'],
    problem: UpdateProblem,
    version: string | null,
  ): void {
    if (!isRefusal(problem)) return;
    const refused = [problem, version].join(' ');
    if (refused === this.#memory.refused) return;
    this.#keep({ refused }, { event: 'update.refused', detail: { what, problem, version } });
  }

  get #nowMs(): number {
    return this.#parts.clock.now().wallMs;
  }

  #keep(change: Partial<UpdateMemory>, event?: Pick<AuditEvent, 'event' | 'detail'>): void {
    const { store, audit, clock } = this.#parts;
    this.#memory = { ...this.#memory, ...change };
    // A full disk must not stop an update.
    orWarn(() => {
      if (event !== undefined) audit.append({ ...event, at: clock.now(), memberId: null });
      store.save(this.#memory);
    });
  }
}
