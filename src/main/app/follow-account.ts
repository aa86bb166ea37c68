import type { ClinicAppDesk } from '../clinic-apps/clinic-app-desk.js';
import type { KeyRing } from '../identity/key-ring.js';
import { warningLeadFor } from '../../shared/policy/policy.js';
import type { WhoIsHere } from '../ipc/who-is-here.js';
import type { AccountStore, SignOutOrdersHere } from '../ports/index.js';
import type { GuardedWindows } from '../guarded/guarded-windows.js';
import type { LiveSession } from '../session/machine.js';
import type { SessionRunner } from '../session/runner.js';
import type { AppWindows } from '../windows/app-windows.js';

export interface AccountFollowerParts {
  readonly account: Pick<AccountStore, 'memberById' | 'standing' | 'state'>;
  readonly keys: Pick<KeyRing, 'isOwn'>;
  readonly runner: Pick<SessionRunner, 'state' | 'policy' | 'requestEnd' | 'endWithin' | 'setRole'>;
  readonly who: Pick<WhoIsHere, 'halfSignedIn'>;
  readonly orders: SignOutOrdersHere;
  readonly desk: Pick<ClinicAppDesk, 'followApps' | 'unsaved'>;
  readonly guarded: Pick<GuardedWindows, 'readUnsaved'>;
  readonly windows: Pick<AppWindows, 'closeSettings'>;
}

/**
 * Applies each change of the account to the live session, whoever wrote it: a disabled member is signed
 * out, and so is one whose keys were replaced elsewhere, and whoever was ordered to sign out; a new role counts
 * at once, and changed clinic apps are closed.
 */
export function followAccount(parts: AccountFollowerParts): void {
  const { account, keys, runner, desk, windows } = parts;
  const { state } = runner;
  if (state.kind !== 'active' && state.kind !== 'warning') {
    voidSignIn(parts);
    return;
  }
  if (account.standing.kind !== 'sound') {
    runner.requestEnd('accountInQuestion');
    return;
  }
  const { memberId, role: before } = state.session;
  const member = account.memberById(memberId);
  if (member?.active !== true) {
    runner.requestEnd('memberDisabled');
    return;
  }
  const signing = account.state?.members[memberId]?.keys.signing;
  if (signing !== undefined && !keys.isOwn(signing)) {
    runner.requestEnd('passwordChanged');
    return;
  }
  if (obeysOrder(parts, state.session)) return;
  const { role } = member;
  if (role !== before) {
    runner.setRole(memberId, role);
    if (role !== 'administrator') windows.closeSettings();
  }
  desk.followApps(role);
}

/** A sign-in that waits for its next step, and that an order is about, is void as after a lock. */
function voidSignIn({ who, orders, runner }: AccountFollowerParts): void {
  const half = who.halfSignedIn();
  if (half === null) return;
  const ordered = orders.endOf({ ...half, memberId: half.member.id });
  if (ordered !== null) runner.requestEnd(ordered.cause, ordered.reason);
}

/** @returns whether the session is over */
function obeysOrder(parts: AccountFollowerParts, session: LiveSession): boolean {
  const ordered = parts.orders.endOf(session);
  if (ordered === null) return false;
  if (ordered.hasMoment) {
    void giveWay(parts, session);
    return false;
  }
  parts.runner.requestEnd(ordered.cause, ordered.reason);
  return true;
}

/** Ends the session at once, or after a warning if something was typed and not sent. */
async function giveWay(
  { runner, guarded, desk }: AccountFollowerParts,
  { sessionId }: LiveSession,
): Promise<void> {
  const cause = 'signedInElsewhere';
  // Pages that hang are not waited for. Where nobody knows, something may have been typed.
  const isRead = await guarded.readUnsaved().then(
    () => true,
    () => false,
  );
  const { state, policy } = runner;
  if (state.kind !== 'active' && state.kind !== 'warning') return;
  if (state.session.sessionId !== sessionId || state.deadline !== null) return;
  if (isRead && desk.unsaved.length === 0) runner.requestEnd(cause);
  else {
    runner.endWithin(warningLeadFor(policy, state.session.role) * 1_000, cause);
  }
}
