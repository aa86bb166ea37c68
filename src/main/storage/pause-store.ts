import type { PauseDays } from '../../shared/policy/foresight.js';
import type { EndedPause, PausedSession, PauseStore } from '../ports/index.js';
import type { AccountDatabase } from './database.js';

/** The lengths of pauses at this computer, in the account database. */
export function openPauseStore(database: AccountDatabase): PauseStore {
  const { build } = database;

  function saveSession({ day, session, longestSeconds, timedOut }: PausedSession): void {
    const values = { longest: longestSeconds, timed_out: timedOut ? 1 : 0 } as const;
    database.run(
      build
        .insertInto('session_pause')
        .values({ day, session, ...values })
        .onConflict((conflict) => conflict.columns(['day', 'session']).doUpdateSet(values)),
    );
  }

  function savePause(pause: EndedPause): void {
    database.run(
      build
        .insertInto('person_pause')
        .values({ ...pause, times: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['day', 'person', 'seconds'])
            .doUpdateSet((set) => ({ times: set('person_pause.times', '+', 1) })),
        ),
    );
  }

  return {
    save(session: PausedSession, pauses: readonly EndedPause[]): void {
      database.together(() => {
        saveSession(session);
        for (const pause of pauses) savePause(pause);
      });
    },

    between(firstDay: number, lastDay: number): PauseDays {
      const sessions = build
        .selectFrom('session_pause')
        .select(['day', 'longest', 'timed_out'])
        .where('day', '>=', firstDay)
        .where('day', '<=', lastDay);
      const pauses = build
        .selectFrom('person_pause')
        .selectAll()
        .where('day', '>=', firstDay)
        .where('day', '<=', lastDay);
      return {
        sessions: database.all(sessions).map(({ day, longest, timed_out: timedOut }) => ({
          ...{ day, longestSeconds: longest, timedOut: timedOut === 1 },
        })),
        pauses: database.all(pauses).map(({ day, person, seconds, times }) => ({
          ...{ day, person: Buffer.from(person).toString('hex'), seconds, times },
        })),
      };
    },

    forgetBefore(day: number): void {
      database.together(() => {
        database.run(build.deleteFrom('session_pause').where('day', '<', day));
        database.run(build.deleteFrom('person_pause').where('day', '<', day));
      });
    },

    forgetAll(): void {
      database.together(() => {
        database.run(build.deleteFrom('session_pause'));
        database.run(build.deleteFrom('person_pause'));
      });
    },
  };
}
