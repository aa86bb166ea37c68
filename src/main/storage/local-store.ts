import type { LocalStore, Notice, NoticeKind } from '../ports/index.js';
import type { AccountDatabase } from './database.js';

/** What this computer keeps of the account that nobody decided, in the account database. */
export function openLocalStore(database: AccountDatabase): LocalStore {
  const { build } = database;
  return {
    together: (work) => database.together(work),

    recordSignIn(id: string, atMs: number): void {
      const at = Math.round(atMs);
      database.together(() => {
        // Times in the future come from a clock that was ahead: they would be the newest until that day.
        database.run(
          build
            .updateTable('signed_in_here')
            .set({ at: at - 1 })
            .where('at', '>', at),
        );
        database.run(
          build
            .insertInto('signed_in_here')
            .values({ member_id: id, at })
            .onConflict((conflict) => conflict.column('member_id').doUpdateSet({ at })),
        );
      });
    },

    signIns(): ReadonlyMap<string, number> {
      const rows = database.all(build.selectFrom('signed_in_here').selectAll());
      return new Map(rows.map(({ member_id, at }) => [member_id, at]));
    },

    suggestedPolicy(): string | null {
      const row = database.one(build.selectFrom('suggested_policy').select('document'));
      return row?.document ?? null;
    },

    suggestPolicy(document: string): void {
      database.run(
        build
          .insertInto('suggested_policy')
          .values({ only_row: 1, document })
          .onConflict((conflict) => conflict.column('only_row').doUpdateSet({ document })),
      );
    },

    addNotice(
      kind: NoticeKind,
      atMs: number,
      recipients: readonly string[],
      amount?: number,
    ): void {
      database.together(() => {
        const row = database.one(
          build
            .insertInto('notice')
            .values({ kind, created_at: Math.round(atMs), amount: amount ?? null })
            .returning('id'),
        );
        for (const recipient of recipients)
          database.run(
            build
              .insertInto('notice_recipient')
              .values({ notice_id: row?.id ?? 0, member_id: recipient, seen_at: null }),
          );
      });
    },

    noticesFor(memberId: string): readonly Notice[] {
      return database.all(
        build
          .selectFrom('notice')
          .innerJoin('notice_recipient', 'notice_recipient.notice_id', 'notice.id')
          .where('notice_recipient.member_id', '=', memberId)
          .where('notice_recipient.seen_at', 'is', null)
          .select(['notice.id', 'notice.kind', 'notice.amount'])
          .orderBy('notice.id'),
      );
    },

    acknowledgeNotice(noticeId: number, memberId: string, atMs: number): void {
      database.run(
        build
          .updateTable('notice_recipient')
          .set({ seen_at: Math.round(atMs) })
          .where('notice_id', '=', noticeId)
          .where('member_id', '=', memberId),
      );
    },
  };
}
