import type { AuditEventName } from '../../shared/workstation/audit-log.js';
import type { AuditSink, Clock } from '../ports/index.js';

/** Writes what happens to members and their sign-ins into the audit trail. */
export class IdentityJournal {
  readonly #audit: AuditSink;
  readonly #clock: Clock;

  constructor(audit: AuditSink, clock: Clock) {
    this.#audit = audit;
    this.#clock = clock;
  }

  /** @param detail never a secret, never patient data */
  record(
    event: AuditEventName,
    memberId: string | null,
    detail?: Readonly<Record<string, unknown>>,
  ): void {
    this.#audit.append({
      event,
      at: this.#clock.now(),
      memberId,
      ...(detail === undefined ? {} : { detail }),
    });
  }
}
