import type {
  DatabaseShare,
  Instant,
  PendingWipe,
  SealedActivity,
  SessionEnd,
  SessionHalves,
  SessionRecord,
  SessionStore,
} from '../ports/index.js';
import type { AccountDatabase } from './database.js';

const NO_HALF = Buffer.alloc(0);

/**
 * This workstation's session in the account database.
 * @param halves keeps the database's half of the session key instead; `null` where the system has none
 */
export function openSessionStore(
  database: AccountDatabase,
  halves: SessionHalves | null,
): SessionStore {
  const { build } = database;
  /** @returns the half that the database stores */
  const keep = (sessionId: string, half: Buffer): Buffer => {
    halves?.keep(sessionId, half);
    return halves === null ? half : NO_HALF;
  };
  return {
    current(): SessionRecord | null {
      const row = database.one(build.selectFrom('session').selectAll());
      if (row === undefined) return null;
      return {
        id: row.id,
        memberId: row.member_id,
        keyHalf: halves === null ? Buffer.from(row.key_half) : (halves.read(row.id) ?? NO_HALF),
        wrappedKey: Buffer.from(row.wrapped_key),
        activity: { counter: row.activity_counter, box: Buffer.from(row.activity) },
      };
    },

    isThere(sessionId: string): boolean {
      if (halves !== null) return halves.read(sessionId) !== null;
      try {
        const rows = build.selectFrom('session').select('id').where('id', '=', sessionId);
        return database.one(rows) !== undefined;
      } catch {
        // A failed read does not prove that the record is gone.
        return true;
      }
    },

    begin(record: SessionRecord): void {
      const half = keep(record.id, record.keyHalf);
      database.run(
        build.insertInto('session').values({
          only_row: 1,
          id: record.id,
          member_id: record.memberId,
          key_half: half,
          wrapped_key: record.wrappedKey,
          activity_counter: record.activity.counter,
          activity: record.activity.box,
        }),
      );
    },

    renew(sessionId: string, share: DatabaseShare): void {
      const half = keep(sessionId, share.keyHalf);
      database.run(
        build
          .updateTable('session')
          .set({ key_half: half, wrapped_key: share.wrappedKey })
          .where('id', '=', sessionId),
      );
      // The old half must not stay in the write-ahead log.
      if (halves === null) database.emptyLog();
    },

    recordActivity(sessionId: string, { counter, box }: SealedActivity): void {
      database.run(
        build
          .updateTable('session')
          .set({ activity_counter: counter, activity: box })
          .where('id', '=', sessionId)
          .where('activity_counter', '<', counter),
      );
    },

    revoke(sessionId: string): void {
      // Remove the half first, even if the database fails: without it all the rest is useless.
      halves?.remove();
      database.run(build.deleteFrom('session').where('id', '=', sessionId));
      // The half is in the write-ahead log too.
      if (halves === null) database.emptyLog();
    },

    pendingWipe(): PendingWipe | null {
      const row = database.one(build.selectFrom('wipe_pending').selectAll().limit(1));
      if (row === undefined) return null;
      const end: SessionEnd = {
        sessionId: row.session_id,
        memberId: row.member_id,
        cause: row.cause,
        limitSeconds: row.limit_seconds,
        measuredMs: row.measured_ms,
        latenessMs: row.lateness_ms,
        at: instant(row.at_wall_ms, row.at_boot_ms),
      };
      return { end, audited: row.audited === 1 };
    },

    markWipePending(end: SessionEnd): void {
      database.run(
        build
          .insertInto('wipe_pending')
          .values({
            session_id: end.sessionId,
            member_id: end.memberId,
            cause: end.cause,
            limit_seconds: end.limitSeconds,
            measured_ms: end.measuredMs,
            lateness_ms: end.latenessMs,
            at_wall_ms: end.at.wallMs,
            at_boot_ms: end.at.bootMs,
            audited: 0,
          })
          .onConflict((conflict) => conflict.doNothing()),
      );
    },

    markWipeAudited(sessionId: string): void {
      database.run(
        build.updateTable('wipe_pending').set({ audited: 1 }).where('session_id', '=', sessionId),
      );
    },

    clearWipeMark(sessionId: string): void {
      database.run(build.deleteFrom('wipe_pending').where('session_id', '=', sessionId));
    },
  };
}

function instant(wallMs: number, bootMs: number): Instant {
  return { wallMs, bootMs };
}
