import type { ClinicStore, Removal, StoredRuns, StoredWorkstation } from '../ports/index.js';
import type { AccountDatabase } from './database.js';
import { asBytes, textOf } from './text-bytes.js';

/** What a workstation of a clinic keeps beside the account, in the account database. */
export function openClinicStore(database: AccountDatabase): ClinicStore {
  const { build } = database;
  return {
    contact: {
      read(): Buffer | null {
        const row = database.one(build.selectFrom('last_contact').select('sealed'));
        return row === undefined ? null : Buffer.from(row.sealed);
      },

      save(sealed: Buffer): void {
        database.run(
          build
            .insertInto('last_contact')
            .values({ only_row: 1, sealed })
            .onConflict((conflict) => conflict.column('only_row').doUpdateSet({ sealed })),
        );
      },
    },

    marks: {
      part(name: string): number {
        const query = build.selectFrom('mark_part').select('value').where('name', '=', name);
        return database.one(query)?.value ?? 0;
      },

      save(name: string, value: number): void {
        database.run(
          build
            .insertInto('mark_part')
            .values({ name, value })
            .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })),
        );
      },
    },

    runs: {
      read(): StoredRuns | null {
        const row = database.one(
          build.selectFrom('own_runs').select(['run', 'is_kept', 'run_before', 'starts']),
        );
        if (row === undefined) return null;
        return {
          run: Buffer.from(row.run),
          isKept: row.is_kept === 1,
          before: row.run_before === null ? null : Buffer.from(row.run_before),
          starts: row.starts,
        };
      },

      save({ run, isKept, before, starts }: StoredRuns): void {
        const is_kept: 0 | 1 = isKept ? 1 : 0;
        const values = { run, is_kept, run_before: before, starts };
        database.run(
          build
            .insertInto('own_runs')
            .values({ only_row: 1, ...values })
            .onConflict((conflict) => conflict.column('only_row').doUpdateSet(values)),
        );
      },

      copyToldMs(): number | null {
        return database.one(build.selectFrom('copy_told').select('at'))?.at ?? null;
      },

      saveCopyTold(atMs: number): void {
        const at = Math.round(atMs);
        database.run(
          build
            .insertInto('copy_told')
            .values({ only_row: 1, at })
            .onConflict((conflict) => conflict.column('only_row').doUpdateSet({ at })),
        );
      },
    },

    workstation(): StoredWorkstation | null {
      const row = database.one(
        build.selectFrom('clinic_workstation').select([asBytes('id').as('id'), 'sealed']),
      );
      if (row === undefined) return null;
      return { id: textOf(row.id), sealed: row.sealed === null ? null : Buffer.from(row.sealed) };
    },

    saveWorkstation({ id, sealed }: StoredWorkstation): void {
      database.run(
        build
          .insertInto('clinic_workstation')
          .values({ only_row: 1, id, sealed })
          .onConflict((conflict) => conflict.column('only_row').doUpdateSet({ id, sealed })),
      );
    },

    removal(): Removal | null {
      const row = database.one(
        build
          .selectFrom('removal')
          .select([asBytes('clinic_name').as('clinic'), asBytes('by_name').as('by'), 'at']),
      );
      if (row === undefined) return null;
      return { clinicName: textOf(row.clinic), by: textOf(row.by), atMs: row.at };
    },

    saveRemoval({ clinicName, by, atMs }: Removal): void {
      const values = { clinic_name: clinicName, by_name: by, at: Math.round(atMs) };
      database.run(
        build
          .insertInto('removal')
          .values({ only_row: 1, ...values })
          .onConflict((conflict) => conflict.column('only_row').doUpdateSet(values)),
      );
    },

    clear(): void {
      database.together(() => {
        database.run(build.deleteFrom('clinic_workstation'));
        database.run(build.deleteFrom('last_contact'));
        database.run(build.deleteFrom('mark_part'));
        database.run(build.deleteFrom('own_runs'));
        database.run(build.deleteFrom('copy_told'));
      });
    },
  };
}
