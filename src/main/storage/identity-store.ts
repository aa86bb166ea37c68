import type { Argon2Cost } from '../keys/derivation.js';
import type { FailedTries, IdentityStore, SpareKey } from '../ports/index.js';
import type { AccountDatabase } from './database.js';

/** Sealed records, spare keys and failed tries in the account database. */
export function openIdentityStore(database: AccountDatabase): IdentityStore {
  const { build } = database;
  return {
    passwordCost(): Argon2Cost | null {
      const row = database.one(build.selectFrom('password_cost').selectAll());
      if (row === undefined) return null;
      return { memoryKib: row.memory_kib, passes: row.passes, lanes: row.lanes };
    },

    savePasswordCost(cost: Argon2Cost): void {
      const values = { memory_kib: cost.memoryKib, passes: cost.passes, lanes: cost.lanes };
      database.run(
        build
          .insertInto('password_cost')
          .values({ only_row: 1, ...values })
          .onConflict((conflict) => conflict.column('only_row').doUpdateSet(values)),
      );
    },

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

    deleteSealedBelow(prefix: string): void {
      if (prefix === '') throw new RangeError('Without a prefix every record would go.');
      // Compare by characters: LIKE ignores case, and gives some characters a meaning.
      database.run(
        build
          .deleteFrom('sealed_record')
          .where((by) => by.fn('substr', ['name', by.val(1), by.val(prefix.length)]), '=', prefix),
      );
    },

    spareKey(id: string): SpareKey | null {
      const row = database.one(build.selectFrom('spare_key').selectAll().where('id', '=', id));
      if (row === undefined) return null;
      return {
        wrappedKey: Buffer.from(row.wrapped_key),
        createdAt: { wallMs: row.created_wall_ms, bootMs: row.created_boot_ms },
      };
    },

    saveSpareKey(id: string, { wrappedKey, createdAt }: SpareKey): void {
      const values = {
        wrapped_key: wrappedKey,
        created_wall_ms: createdAt.wallMs,
        created_boot_ms: createdAt.bootMs,
      };
      database.run(
        build
          .insertInto('spare_key')
          .values({ id, ...values })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(values)),
      );
    },

    deleteSpareKey(id: string): boolean {
      return database.run(build.deleteFrom('spare_key').where('id', '=', id)) > 0;
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
