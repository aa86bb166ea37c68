import type { UpdateMemory, UpdateStore } from '../ports/index.js';
import type { AccountDatabase } from './database.js';

/** What the app remembers about updates, in the account database. */
export function openUpdateStore(database: AccountDatabase): UpdateStore {
  const { build } = database;
  return {
    load(): UpdateMemory | null {
      const row = database.one(build.selectFrom('update_memory').selectAll());
      if (row === undefined) return null;
      const { newer_version: version, newer_since: sinceMs } = row;
      return {
        version: row.version,
        checkedMs: row.checked_at,
        upToDateMs: row.up_to_date_at,
        newer: version === null || sinceMs === null ? null : { version, sinceMs },
        refused: row.refused,
      };
    },

    save({ version, checkedMs, upToDateMs, newer, refused }: UpdateMemory): void {
      const values = {
        version,
        checked_at: rounded(checkedMs),
        up_to_date_at: rounded(upToDateMs),
        newer_version: newer?.version ?? null,
        newer_since: rounded(newer?.sinceMs ?? null),
        refused,
      };
      database.run(
        build
          .insertInto('update_memory')
          .values({ only_row: 1, ...values })
          .onConflict((conflict) => conflict.column('only_row').doUpdateSet(values)),
      );
    },
  };
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
