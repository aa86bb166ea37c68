import type { ClinicWipe, Removal } from '../ports/index.js';
import { openClinicStore } from './clinic-store.js';
import type { AccountDatabase } from './database.js';
import type { Schema } from './schema.js';

/** Everything of the clinic; those that others refer to come last. The session's own end deletes the session. */
const OF_THE_CLINIC = [
  ...['decision', 'decision_set_aside', 'decision_put_away', 'decision_box'],
  ...['clinic_state', 'log_row'],
  ...['clinic_workstation', 'last_contact', 'mark_part', 'own_runs', 'copy_told'],
  ...['suggested_policy', 'signed_in_here'],
  ...['notice_recipient', 'notice', 'sealed_record', 'failed_tries'],
  ...['session_pause', 'person_pause'],
] as readonly (keyof Schema)[];

/** Takes everything of the clinic out of the account database. */
export function openClinicWipe(database: AccountDatabase): ClinicWipe {
  const { build } = database;
  const clinic = openClinicStore(database);
  return {
    wipe(removal: Removal, also: () => void): void {
      database.together(() => {
        for (const table of OF_THE_CLINIC) database.run(build.deleteFrom(table));
        clinic.saveRemoval(removal);
        also();
      });
      database.emptyLog();
    },

    isWiped: () =>
      OF_THE_CLINIC.every((table) => {
        const count = build.fn.countAll<number>().as('count');
        return database.one(build.selectFrom(table).select(count))?.count === 0;
      }),
  };
}
