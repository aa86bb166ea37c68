import type { OrderBeyond } from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';
import type { UpdateKeeper } from '../updates/update-keeper.js';
import type { AppWindows } from '../windows/app-windows.js';

export interface ActTargets {
  readonly runner: Pick<
    SessionRunner,
    'look' | 'noteActivity' | 'nobodyTypes' | 'policy' | 'requestEnd' | 'state'
  >;
  readonly updates: Pick<UpdateKeeper, 'noteInput'>;
  readonly windows: Pick<AppWindows, 'showMain'>;
}

/**
 * Passes what people do from the parts that see it (windows, tray, clinic apps, the computer) to the
 * parts that act on it, which are built later. Until {@link connect} nobody is signed in, and an act does
 * nothing.
 */
export class Acts {
  #to: ActTargets | null = null;

  connect(targets: ActTargets): void {
    this.#to = targets;
  }

  readonly look = (): void => this.#to?.runner.look();
  /** Somebody used a clinic app, or chose `Stay signed in`. */
  readonly active = (): void => this.#to?.runner.noteActivity();
  /** Somebody used one of the app's own windows. */
  readonly ownInput = (): void => {
    this.active();
    this.#to?.updates.noteInput();
  };
  /** The warning got a key that was meant for another program: somebody is at this computer. */
  readonly strayKey = (): void => {
    if (this.#to?.runner.policy.activitySource === 'computer') this.active();
  };
  readonly lockNow = (): void => this.#to?.runner.requestEnd('lockNow');
  /** A badge was tapped while somebody was signed in: the desk is handed over. */
  readonly badgeTapped = (): void => this.#to?.runner.requestEnd('badge');
  readonly signOut = (): void => this.#to?.runner.requestEnd('signOut');
  /** Nobody caught an error: a session must not go on in a broken app. */
  readonly failed = (): void => this.#to?.runner.requestEnd('appClosed');
  /** The clinic's server was out of reach for too long. */
  readonly shut = (): void => this.#to?.runner.requestEnd('offlineTooLong');
  /** The clinic ordered whoever is signed in, or this member, to sign out here. */
  readonly ordered = ({ memberId, by, reason }: OrderBeyond): void => {
    const runner = this.#to?.runner;
    const { state } = runner ?? {};
    const isLive = state?.kind === 'active' || state?.kind === 'warning';
    const member = isLive ? state.session.memberId : null;
    if (memberId !== null && memberId !== member) return;
    runner?.requestEnd(by === member ? 'signedOutElsewhere' : 'signedOutByAdministrator', reason);
  };
  readonly open = (): void => this.#to?.windows.showMain();
  /** Whether the OS's readings show that nobody types in any program; false until {@link connect}. */
  readonly keyboardRests = (): boolean => this.#to?.runner.nobodyTypes ?? false;
}
