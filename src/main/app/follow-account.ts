import type { ClinicAppDesk } from '../clinic-apps/clinic-app-desk.js';
import type { KeyRing } from '../identity/key-ring.js';
import type { AccountStore } from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';
import type { AppWindows } from '../windows/app-windows.js';

export interface AccountFollowerParts {
  readonly account: Pick<AccountStore, 'memberById' | 'standing' | 'state'>;
  readonly keys: Pick<KeyRing, 'isOwn'>;
  readonly runner: Pick<SessionRunner, 'state' | 'requestEnd' | 'setRole'>;
  readonly desk: Pick<ClinicAppDesk, 'followApps'>;
  readonly windows: Pick<AppWindows, 'closeSettings'>;
}

/**
 * Applies each change of the account to the live session, whoever wrote it: a disabled member is signed
 * out, and so is one whose keys were replaced elsewhere; a new role counts at once, and changed clinic apps are
 * closed.
 */
export function followAccount({
  account,
  keys,
  runner,
  desk,
  windows,
}: AccountFollowerParts): void {
  const { state } = runner;
  if (state.kind !== 'active' && state.kind !== 'warning') return;
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
  const { role } = member;
  if (role !== before) {
    runner.setRole(memberId, role);
    if (role !== 'administrator') windows.closeSettings();
  }
  desk.followApps(role);
}
