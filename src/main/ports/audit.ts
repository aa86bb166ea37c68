import type { AuditEventName, AuditPlace } from '../../shared/workstation/audit-log.js';
import type { EndCause } from '../../shared/workstation/end-cause.js';
import type { EventColumns } from '../keys/trail-seal.js';
import type { Instant } from './time.js';

/*
 * The audit trail: what is written into it, and how it is read.
 */

export interface AuditEvent {
  readonly event: AuditEventName;
  readonly at: Instant;
  /** Who it happened to, or `null` for the account. */
  readonly memberId: string | null;
  readonly cause?: EndCause;
  readonly measuredMs?: number;
  readonly limitSeconds?: number;
  readonly latenessMs?: number;
  readonly wipe?: 'done' | 'failed';
  /**
   * More, as JSON; never a secret, never patient data. `by` is the id of the member who did it to
   * another one.
   */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Append-only. */
export interface AuditSink {
  append(event: AuditEvent): void;
}

/** An event as it is stored; other versions of the app may have written it. */
export interface AuditRow extends Omit<EventColumns, 'at'> {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Where it stands in the log. */
  readonly stands: AuditPlace;
  /** What proves it and all events before it; `null` when another program wrote the row. */
  readonly link: Buffer | null;
  /** It did not open: nothing is known of it but where it stands. */
  readonly isClosed?: true;
}

export interface AuditQuery {
  /** Only these events, or `null` for all. */
  readonly events: readonly AuditEventName[] | null;
  /** What this member did, or what happened to the member. */
  readonly memberId: string | null;
  /** Milliseconds since 1970. */
  readonly sinceMs: number | null;
  /** Only events that are older than this one, or `null`. */
  readonly beforeId: number | null;
  /** Only events that are newer than this one. */
  readonly afterId?: number;
  /** Only events until then, in milliseconds since 1970. */
  readonly untilMs?: number;
  readonly limit: number;
}

export interface AuditReader {
  /** Newest first. Rejects when the events cannot be read. */
  read(query: AuditQuery): Promise<readonly AuditRow[]>;
}
