import type { LogRow, LogStore } from '../ports/index.js';
import type { AccountDatabase } from './database.js';

/** Where an empty log ends. */
const START = { seq: 0, link: Buffer.alloc(32) };

/** The log of a shared account, in the account database. */
export function openLogStore(database: AccountDatabase): LogStore {
  const { build } = database;
  return {
    head() {
      const row = database.one(
        build.selectFrom('log_row').select(['seq', 'link']).orderBy('seq', 'desc').limit(1),
      );
      return row === undefined ? START : { seq: row.seq, link: Buffer.from(row.link) };
    },

    linkOf(seq: number): Buffer | null {
      if (seq === 0) return START.link;
      const row = database.one(build.selectFrom('log_row').select('link').where('seq', '=', seq));
      return row === undefined ? null : Buffer.from(row.link);
    },

    rowsAfter(seq: number, most: number): readonly LogRow[] {
      return database
        .all(
          build.selectFrom('log_row').selectAll().where('seq', '>', seq).orderBy('seq').limit(most),
        )
        .map((row) => ({
          seq: row.seq,
          link: Buffer.from(row.link),
          body: Buffer.from(row.body),
        }));
    },

    append({ seq, link, body }: LogRow): void {
      database.run(build.insertInto('log_row').values({ seq, link, body }));
    },

    clear(): void {
      database.run(build.deleteFrom('log_row'));
    },
  };
}
