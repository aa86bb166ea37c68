import { sql } from 'kysely';
import type { AuditEvent, AuditQuery, AuditReader, AuditRow, AuditSink } from '../ports/index.js';
import type { AccountDatabase } from './database.js';

/** A row with invalid JSON, written by another program, must not stop the reading of the others. */
const DONE_BY = sql<string>`CASE WHEN json_valid(detail) THEN json_extract(detail, '$.by') END`;

/**
 * The append-only audit trail; triggers in the database refuse to change or delete a row.
 * @param workstation this installation's id
 */
export function openAuditTrail(
  database: AccountDatabase,
  workstation: string,
): AuditSink & AuditReader {
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

    read({ events, memberId, sinceMs, beforeId, limit }: AuditQuery): Promise<readonly AuditRow[]> {
      let query = database.build
        .selectFrom('audit_event')
        .select(['id', 'at as atMs', 'member_id as memberId', 'event', 'cause', 'wipe', 'detail'])
        .select(['measured_ms as measuredMs', 'limit_seconds as limitSeconds'])
        .select('lateness_ms as latenessMs')
        .orderBy('id', 'desc')
        .limit(limit);
      if (events !== null) query = query.where('event', 'in', events);
      if (memberId !== null)
        query = query.where((where) =>
          where.or([where('member_id', '=', memberId), where(DONE_BY, '=', memberId)]),
        );
      if (sinceMs !== null) query = query.where('at', '>=', Math.round(sinceMs));
      if (beforeId !== null) query = query.where('id', '<', beforeId);
      return new Promise((settle) => settle(database.all(query)));
    },
  };
}
