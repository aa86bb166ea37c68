import type { FailedTries, IdentityStore } from '../ports/index.js';
import type { AccountDatabase } from './database.js';
import { asBytes, textOf } from './text-bytes.js';

/** Sealed records and failed tries in the account database. */
export function openIdentityStore(database: AccountDatabase): IdentityStore {
  const { build } = database;
  return {
    sealed(name: string): Buffer | null {
      const row = database.one(
        build.selectFrom('sealed_record').select('box').where('name', '=', name),
      );
      return row === undefined ? null : Buffer.from(row.box);
    },

    saveSealed(name: string, box: Buffer): void {
      database.run(
        build
          .insertInto('sealed_record')
          .values({ name, box })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ box })),
      );
    },

    deleteSealed(name: string): void {
      database.run(build.deleteFrom('sealed_record').where('name', '=', name));
    },

    sealedNamesOf(memberId: string): readonly string[] {
      return database
        .all(build.selectFrom('sealed_record').select(asBytes('name').as('name')).orderBy('name'))
        .map(({ name }) => textOf(name))
        .filter((name) => name.split('/').includes(memberId));
    },

    deleteSealedBelow(prefix: string): void {
      if (prefix === '') throw new RangeError('Without a prefix every record would go.');
      // Compare by characters: LIKE ignores case, and gives some characters a meaning.
      database.run(
        build
          .deleteFrom('sealed_record')
          .where((by) => by.fn('substr', ['name', by.val(1), by.val(prefix.length)]), '=', prefix),
      );
    },

    failedTries(subject: string): FailedTries | null {
      const row = database.one(
        build.selectFrom('failed_tries').selectAll().where('subject', '=', subject),
      );
      if (row === undefined) return null;
      return {
        count: row.tries,
        lastAt: { wallMs: row.last_wall_ms, bootMs: row.last_boot_ms },
      };
    },

    saveFailedTries(subject: string, tries: FailedTries | null): void {
      if (tries === null) {
        database.run(build.deleteFrom('failed_tries').where('subject', '=', subject));
        return;
      }
      const values = {
        tries: tries.count,
        last_wall_ms: tries.lastAt.wallMs,
        last_boot_ms: tries.lastAt.bootMs,
      };
      database.run(
        build
          .insertInto('failed_tries')
          .values({ subject, ...values })
          .onConflict((conflict) => conflict.column('subject').doUpdateSet(values)),
      );
    },
  };
}
