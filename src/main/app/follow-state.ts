import type { ClinicAppDesk } from '../clinic-apps/clinic-app-desk.js';
import type { GuardedWindows } from '../guarded/guarded-windows.js';
import type { OwnChoices } from '../identity/members/own-choices.js';
import type { WhoIsHere } from '../ipc/who-is-here.js';
import type { WatchedPlace } from '../ports/index.js';
import type { SessionState } from '../session/machine.js';
import type { PauseRecord } from '../session/pause-record.js';
import type { SessionRunner } from '../session/runner.js';
import type { UpdateKeeper } from '../updates/update-keeper.js';
import type { AppWindows } from '../windows/app-windows.js';
import type { CaptureShield } from '../windows/capture-shield.js';
import type { StatusTray, TrayState } from '../windows/tray.js';
import { type AccountFollowerParts, followAccount } from './follow-account.js';
import type { Account } from './open-account.js';
import type { OpenClinic } from './open-clinic.js';
import type { Speaking } from './speaking.js';
import type { ObservedState } from './state.js';

export interface FollowerParts extends Omit<AccountFollowerParts, 'orders'> {
  readonly opened: Account;
  readonly runner: AccountFollowerParts['runner'] & Pick<SessionRunner, 'policyChanged'>;
  readonly pauses: Pick<PauseRecord, 'review'>;
  readonly desk: AccountFollowerParts['desk'] & Pick<ClinicAppDesk, 'follow'>;
  readonly windows: Pick<AppWindows, 'refresh' | 'closeSettings'>;
  readonly guarded: Pick<GuardedWindows, 'refresh' | 'readUnsaved'>;
  readonly tray: Pick<StatusTray, 'show'>;
  readonly who: Pick<WhoIsHere, 'halfSignedIn' | 'signedIn'>;
  readonly speaking: Speaking;
  readonly ownChoices: Pick<OwnChoices, 'languageOf'>;
  readonly shield: Pick<CaptureShield, 'set'>;
  readonly updates: Pick<UpdateKeeper, 'look'>;
  readonly clinic: Pick<OpenClinic, 'follow' | 'look' | 'noteSession' | 'orders' | 'review'>;
  readonly startAtSignIn: { readonly apply: (wanted: boolean | null) => void };
  readonly followProxy: () => Promise<void>;
}

/** Connects all sources of changes, and all followers, to the state. Nothing else notifies by hand. */
export function followState(state: ObservedState, parts: FollowerParts): void {
  const { policies, managed, managedPlaces, onWrite, onAccount, chain } = parts.opened;
  // What another program writes into the file is noticed with the next look.
  onAccount(() => state.count('account'));
  onWrite(() => state.count('account'));
  policies.onChange(() => state.change({ policy: policies.inForce() }));
  const reread = async (place: WatchedPlace): Promise<void> => {
    if (await managed.refresh(place))
      state.change({ managed: managed.policy, policy: policies.inForce() });
    // It may name another address, or another key for it.
    for (const other of managedPlaces) if (other !== place) other.look();
  };
  for (const place of managedPlaces) place.watch(() => void reread(place));

  // Before all others, so that they already speak it.
  state.follow(
    () => {
      const member = parts.who.signedIn();
      return member === null ? null : parts.ownChoices.languageOf(member.id);
    },
    (chosen) => parts.speaking.speak(chosen),
  );
  state.follow(
    (now) => now.policy,
    ({ hideFromCapture }) => {
      parts.shield.set(hideFromCapture);
      parts.runner.policyChanged();
      parts.pauses.review();
      parts.clinic.review();
    },
  );
  // The time without the app counts too, and so does a policy that changed meanwhile.
  parts.pauses.review();
  state.follow(
    (now) => now.managed,
    ({ startAtSignIn }) => {
      parts.startAtSignIn.apply(startAtSignIn);
      void parts.followProxy();
    },
  );
  state.follow(
    (now) => now.account,
    () => {
      followAccount({ ...parts, orders: parts.clinic.orders });
      parts.clinic.follow();
    },
  );
  state.follow(
    (now) => now.session,
    (session) => parts.tray.show(trayState(session)),
  );
  state.follow(
    (now) => toldOf(now.session),
    () => parts.clinic.noteSession(),
  );
  // Runs with the looks of a session, so that no extra timer wakes the computer.
  state.follow(
    (now) => now.looks,
    () => {
      for (const place of managedPlaces) place.look();
      void chain.check().catch((error: unknown) => process.emitWarning(String(error)));
      parts.updates.look();
      parts.clinic.look();
    },
  );
  state.follow(
    (now) => now,
    ({ session }) => {
      if (session.kind === 'active' || session.kind === 'warning')
        parts.desk.follow(session.session);
      parts.windows.refresh();
      parts.guarded.refresh();
    },
  );
}

/** What the clinic's other workstations are told at once of a session. */
function toldOf(state: SessionState): string {
  if (state.kind === 'signedOut') return '';
  return `${state.session.sessionId} ${state.kind === 'warning' ? 'warning' : ''}`;
}

/** The tray's picture of a session. */
export function trayState(state: SessionState): TrayState {
  if (state.kind === 'warning') return 'warning';
  return state.kind === 'active' ? 'active' : 'locked';
}
