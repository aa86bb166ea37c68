import { sql } from 'kysely';
import type {
  SealedRow,
  StoredHead,
  TrailCut,
  TrailHead,
  TrailSegment,
  TrailState,
  TrailStore,
} from '../ports/index.js';
import { withBuffers } from './blobs.js';
import type { AccountDatabase } from './database.js';
import type { TrailChain } from './trail-chain.js';

/** The database's own rules against changing the trail, as `account.sql` makes them. */
const GUARDS = [
  ...['audit_event_is_never_changed', 'audit_event_is_never_deleted'],
  ...['audit_event_is_never_replaced'],
  ...['trail_head_is_never_changed', 'trail_head_is_never_deleted'],
  ...['trail_cut_is_never_changed', 'trail_cut_is_never_deleted'],
];

export interface OpenTrailStore extends TrailStore {
  /** Writes the head that waits for an event. Call it in the event's transaction. */
  writeLaterHead(): void;
}

/** The proofs of the audit trail in the database. */
export function openTrailStore(
  database: AccountDatabase,
  workstation: string,
  chain: Pick<TrailChain, 'head' | 'reseal'>,
): OpenTrailStore {
  const { build } = database;
  let later: TrailHead | null = null;

  function insert({ memberId, ...head }: TrailHead): void {
    database.run(build.insertInto('trail_head').values({ ...head, member_id: memberId }));
  }

  function isKept({ events, key, at }: TrailHead): boolean {
    // Not by the signature: a BLOB as the only parameter stops libsql, and with it the app.
    const query = build.selectFrom('trail_head').select('id').where('events', '=', events);
    return database.one(query.where('key', '=', key).where('at', '=', at)) !== undefined;
  }

  /** The last event that may go. */
  function cutAt(): number {
    const query = build.selectFrom('trail_cut').select('events').orderBy('events', 'desc').limit(1);
    return database.one(query)?.events ?? 0;
  }

  return {
    workstation,

    rows: (after, most): readonly SealedRow[] =>
      database
        .all(
          build
            .selectFrom('audit_event')
            .select(['id', 'at', 'workstation', 'member_id as memberId', 'event', 'cause'])
            .select(['measured_ms as measuredMs', 'limit_seconds as limitSeconds'])
            .select(['lateness_ms as latenessMs', 'wipe', 'detail', 'link', 'seal'])
            .where('id', '>', after)
            .orderBy('id')
            .limit(most),
        )
        .map(withBuffers),

    segments: (): readonly TrailSegment[] =>
      database
        .all(
          build
            .selectFrom('trail_segment')
            .select(['number', 'after', 'sealed', 'administrators', 'commitment'])
            .select(['first_key as firstKey', 'proof'])
            .orderBy('number'),
        )
        .map(withBuffers),

    heads: (after, most): readonly StoredHead[] =>
      database
        .all(
          build
            .selectFrom('trail_head')
            .select(['id', 'events', 'link', 'at', 'member_id as memberId', 'key', 'signature'])
            .where('id', '>', after)
            .orderBy('id')
            .limit(most),
        )
        .map(withBuffers),

    cuts: (): readonly TrailCut[] =>
      database
        .all(
          build
            .selectFrom('trail_cut')
            .select(['events', 'link', 'at', 'member_id as memberId', 'key', 'signature'])
            .select('commitment')
            .orderBy('id'),
        )
        .map(withBuffers),

    state(): TrailState | null {
      const state = database.one(build.selectFrom('trail_state').select(['events', 'link', 'key']));
      return state === undefined ? null : withBuffers(state);
    },

    isGuarded(): boolean {
      const query = sql<{ name: string }>`SELECT name FROM sqlite_schema WHERE type = 'trigger'`;
      const names = database.all({ compile: () => query.compile(build) }).map(({ name }) => name);
      return GUARDS.every((name) => names.includes(name));
    },

    head: () => chain.head(),

    reseal: (open, holder) => database.together(() => chain.reseal(open, holder)),

    addHead: insert,

    addHeadLater(head): void {
      later = head;
    },

    writeLaterHead(): void {
      if (later === null) return;
      // Kept until it is seen in the database: a transaction that is undone takes it along.
      if (isKept(later)) later = null;
      else insert(later);
    },

    addCut: ({ memberId, ...cut }) =>
      void database.run(build.insertInto('trail_cut').values({ ...cut, member_id: memberId })),

    sweep(most): number {
      const cut = cutAt();
      const doomed = build
        .selectFrom('audit_event')
        .select('id')
        .where('id', '<=', cut)
        .orderBy('id')
        .limit(most);
      return database.together(() => {
        database.run(build.deleteFrom('trail_head').where('events', '<=', cut));
        return database.run(build.deleteFrom('audit_event').where('id', 'in', doomed));
      });
    },

    olderThan(atMs): { readonly count: number; readonly last: number } {
      // A clock that was changed may have put an old time after a new one: count from the oldest on only.
      const young = build.selectFrom('audit_event').select('id').where('at', '>=', Math.ceil(atMs));
      const first = database.one(young.orderBy('id').limit(1))?.id;
      let old = build.selectFrom('audit_event').where('id', '>', cutAt());
      if (first !== undefined) old = old.where('id', '<', first);
      const found = database.one(
        old.select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('id').as('last')]),
      );
      return { count: found?.count ?? 0, last: found?.last ?? 0 };
    },
  };
}
