import { sql } from 'kysely';
import type {
  AuditEvent,
  AuditQuery,
  AuditReader,
  AuditRow,
  AuditSink,
  TrailStore,
} from '../ports/index.js';
import { withBuffers } from './blobs.js';
import type { AccountDatabase } from './database.js';
import { TrailChain, type TrailChainParts } from './trail-chain.js';
import { openTrailStore } from './trail-store.js';

/** A row with invalid JSON, written by another program, must not stop the reading of the others. */
const DONE_BY = sql<string>`CASE WHEN json_valid(detail) THEN json_extract(detail, '$.by') END`;

export interface AuditTrailOptions extends Partial<Pick<TrailChainParts, 'administrators'>> {
  /** Called after each event, in its transaction. */
  readonly onAppended?: () => void;
}

export interface AuditTrail extends AuditSink, AuditReader, TrailStore {
  /** Calls back after each event, in its transaction. */
  onAppended(callback: () => void): void;
}

/**
 * The append-only audit trail; triggers in the database refuse to change or delete a row, and each row
 * proves itself.
 * @param workstation this installation's id
 */
export function openAuditTrail(
  database: AccountDatabase,
  workstation: string,
  { administrators = () => null, onAppended }: AuditTrailOptions = {},
): AuditTrail {
  const chain = new TrailChain({ database, workstation, administrators });
  const store = openTrailStore(database, workstation, chain);

  const listeners = onAppended === undefined ? [] : [onAppended];
  return {
    ...store,

    onAppended: (callback) => void listeners.push(callback),

    append(event: AuditEvent): void {
      const columns = {
        at: Math.round(event.at.wallMs),
        workstation,
        memberId: event.memberId,
        event: event.event,
        cause: event.cause ?? null,
        measuredMs: event.measuredMs ?? null,
        limitSeconds: event.limitSeconds ?? null,
        latenessMs: event.latenessMs ?? null,
        wipe: event.wipe ?? null,
        detail: event.detail === undefined ? null : JSON.stringify(event.detail),
      };
      const { memberId, measuredMs, limitSeconds, latenessMs, ...same } = columns;
      database.together(() => {
        store.writeLaterHead();
        database.run(
          database.build.insertInto('audit_event').values({
            ...same,
            ...chain.next(columns),
            member_id: memberId,
            measured_ms: measuredMs,
            limit_seconds: limitSeconds,
            lateness_ms: latenessMs,
          }),
        );
      });
      for (const listener of listeners) listener();
    },

    read(asked: AuditQuery): Promise<readonly AuditRow[]> {
      const { events, memberId, sinceMs, beforeId, afterId, untilMs, limit } = asked;
      let query = database.build
        .selectFrom('audit_event')
        .select(['id', 'at as atMs', 'member_id as memberId', 'event', 'cause', 'wipe', 'detail'])
        .select('workstation')
        .select(['measured_ms as measuredMs', 'limit_seconds as limitSeconds'])
        .select(['lateness_ms as latenessMs', 'link'])
        .orderBy('id', 'desc')
        .limit(limit);
      if (events !== null) query = query.where('event', 'in', events);
      if (memberId !== null)
        query = query.where((where) =>
          where.or([where('member_id', '=', memberId), where(DONE_BY, '=', memberId)]),
        );
      if (sinceMs !== null) query = query.where('at', '>=', Math.round(sinceMs));
      if (beforeId !== null) query = query.where('id', '<', beforeId);
      if (afterId !== undefined) query = query.where('id', '>', afterId);
      if (untilMs !== undefined) query = query.where('at', '<=', untilMs);
      return new Promise((settle) => settle(database.all(query).map(asAuditRow)));
    },
  };
}

function asAuditRow(stored: Omit<AuditRow, 'stands'>): AuditRow {
  const row = withBuffers(stored);
  return { ...row, stands: { atMs: row.atMs, workstationId: '', id: row.id } };
}
