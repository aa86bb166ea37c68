import type { AuditEvent, AuditSink } from '../ports.js';
import type { AccountDatabase } from './database.js';

/**
 * The append-only audit trail; triggers in the database refuse to change or delete a row.
 * @param workstation this installation's id
 */
export function openAuditTrail(database: AccountDatabase, workstation: string): AuditSink {
  return {
    append(event: AuditEvent): void {
      database.run(
        database.build.insertInto('audit_event').values({
          at: Math.round(event.at.wallMs),
          workstation,
          member_id: event.memberId,
          event: event.event,
          cause: event.cause ?? null,
          measured_ms: event.measuredMs ?? null,
          limit_seconds: event.limitSeconds ?? null,
          lateness_ms: event.latenessMs ?? null,
          wipe: event.wipe ?? null,
          detail: event.detail === undefined ? null : JSON.stringify(event.detail),
        }),
      );
    },
  };
}
