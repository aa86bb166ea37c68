import type { TakenListener } from '../account/chain-parts.js';
import { activeAdministrators } from '../account/clinic-state.js';
import type { AccountStore, Clock } from '../ports/index.js';

export interface TakenParts {
  readonly account: Pick<AccountStore, 'addNotice' | 'noticesFor' | 'acknowledgeNotice'>;
  readonly clock: Clock;
}

/**
 * Tells people at this computer what was decided at another about their sign-ins: notices are kept by each
 * computer, and whoever works here may never see the other one.
 */
export function noticesOfTaken({ account, clock }: TakenParts): TakenListener {
  /** The member has another password now: nobody else knows it. */
  function settlePassword(memberId: string, atMs: number): void {
    for (const { id, kind } of account.noticesFor(memberId))
      if (kind === 'passwordSetForYou') account.acknowledgeNotice(id, memberId, atMs);
  }

  return (entries, state) => {
    if (state === null) return;
    const atMs = clock.now().wallMs;
    for (const { change } of entries) {
      if (change.kind === 'member.added')
        account.addNotice('passwordSetForYou', atMs, change.member.id);
      if (change.kind === 'account.accepted')
        for (const { id, active } of Object.values(state.members))
          if (active) account.addNotice('accountAccepted', atMs, id);
      if (change.kind !== 'member.keys' || change.way === 'cost') continue;
      settlePassword(change.memberId, atMs);
      if (change.way === 'changed') continue;
      for (const { id } of activeAdministrators(state))
        account.addNotice(`${change.way}Used`, atMs, id);
    }
  };
}
