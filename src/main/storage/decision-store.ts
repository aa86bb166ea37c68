import { sql } from 'kysely';
import type { AsideEntry, DecisionStore, StoredEntry } from '../ports/index.js';
import type { AccountDatabase } from './database.js';
import { asBytes, textOf } from './text-bytes.js';

/** The chain of decisions in the account database. */
export function openDecisionStore(database: AccountDatabase): DecisionStore {
  const { build } = database;
  let othersWrites = database.othersWrites();
  return {
    together: (work) => database.together(work),

    entriesAfter(seq: number, most: number): readonly StoredEntry[] {
      return database
        .all(
          build
            .selectFrom('decision')
            .selectAll()
            .where('seq', '>', seq)
            .orderBy('seq')
            .limit(most),
        )
        .map(asEntry);
    },

    count(): number {
      const count = build.fn.countAll<number>().as('count');
      return database.one(build.selectFrom('decision').select(count))?.count ?? 0;
    },

    append({ seq, body, signature, link }: StoredEntry): void {
      database.run(build.insertInto('decision').values({ seq, body, signature, link }));
    },

    setAside({ seq }): void {
      database.run(
        build
          .insertInto('decision_set_aside')
          .columns(['seq', 'body', 'signature', 'link'])
          .expression(
            build
              .selectFrom('decision')
              .select(['seq', 'body', 'signature', 'link'])
              .where('seq', '>', seq),
          ),
      );
      database.run(build.deleteFrom('decision').where('seq', '>', seq));
    },

    asideEntries(): readonly StoredEntry[] {
      const from = build
        .selectFrom('decision_set_aside')
        .select(({ fn }) => fn.max('id').as('id'))
        .where('seq', '=', 1);
      return database
        .all(
          build.selectFrom('decision_set_aside').selectAll().where('id', '>=', from).orderBy('id'),
        )
        .map(asEntry);
    },

    everyAside(): readonly AsideEntry[] {
      return database
        .all(build.selectFrom('decision_set_aside').selectAll().orderBy('id'))
        .map((row) => ({ ...asEntry(row), id: row.id }));
    },

    lost(): readonly AsideEntry[] {
      return database
        .all(
          build
            .selectFrom('decision_set_aside')
            .selectAll()
            .where('signature', 'not in', build.selectFrom('decision').select('signature'))
            .where('signature', 'not in', build.selectFrom('decision_put_away').select('signature'))
            .orderBy('id'),
        )
        .map((row) => ({ ...asEntry(row), id: row.id }));
    },

    putAway(id: number): void {
      database.run(
        build
          .insertInto('decision_put_away')
          .columns(['signature'])
          .expression(
            build.selectFrom('decision_set_aside').select('signature').where('id', '=', id),
          )
          .onConflict((conflict) => conflict.doNothing()),
      );
    },

    box(hash: string): Buffer | null {
      const row = database.one(
        build.selectFrom('decision_box').select('box').where('hash', '=', hash),
      );
      return row === undefined ? null : Buffer.from(row.box);
    },

    everyBox(): ReadonlyMap<string, Buffer> {
      const stored = database.all(
        build.selectFrom('decision_box').select([asBytes('hash').as('hash'), 'box']),
      );
      return new Map(stored.map(({ hash, box }) => [textOf(hash), Buffer.from(box)]));
    },

    saveBox(hash: string, box: Buffer): void {
      database.run(
        build
          .insertInto('decision_box')
          .values({ hash, box })
          .onConflict((conflict) => conflict.column('hash').doUpdateSet({ box })),
      );
    },

    keepBoxes(hashes: ReadonlySet<string>): void {
      const stored = database.all(
        build
          .selectFrom('decision_box')
          .select([sql<number>`rowid`.as('row'), asBytes('hash').as('hash')]),
      );
      for (const { row, hash } of stored)
        if (!hashes.has(textOf(hash)))
          database.run(build.deleteFrom('decision_box').where(sql`rowid`, '=', row));
    },

    savedState(): string | null {
      const row = database.one(
        build.selectFrom('clinic_state').select(asBytes('state').as('state')),
      );
      return row === undefined ? null : textOf(row.state);
    },

    saveState(state: string): void {
      database.run(
        build
          .insertInto('clinic_state')
          .values({ only_row: 1, state })
          .onConflict((conflict) => conflict.column('only_row').doUpdateSet({ state })),
      );
    },

    wasWrittenByOthers(): boolean {
      const now = database.othersWrites();
      const was = now !== othersWrites;
      othersWrites = now;
      return was;
    },
  };
}

function asEntry(row: StoredEntry): StoredEntry {
  const { seq, body, signature, link } = row;
  return {
    seq,
    body: Buffer.from(body),
    signature: Buffer.from(signature),
    link: Buffer.from(link),
  };
}
