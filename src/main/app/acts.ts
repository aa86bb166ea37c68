import type { SessionRunner } from '../session/runner.js';
import type { UpdateKeeper } from '../updates/update-keeper.js';
import type { AppWindows } from '../windows/app-windows.js';

export interface ActTargets {
  readonly runner: Pick<
    SessionRunner,
    'look' | 'noteActivity' | 'nobodyTypes' | 'policy' | 'requestEnd'
  >;
  readonly updates: Pick<UpdateKeeper, 'noteInput'>;
  readonly windows: Pick<AppWindows, 'showMain'>;
}

/**
 * What people do, from the parts that see it (windows, tray, clinic apps, the computer) to those that act
 * on it. The first are built before the last: until {@link lead} nobody is signed in, and an act does nothing.
 */
export class Acts {
  #to: ActTargets | null = null;

  lead(targets: ActTargets): void {
    this.#to = targets;
  }

  readonly look = (): void => this.#to?.runner.look();
  /** Somebody used a clinic app, or said that they stay. */
  readonly active = (): void => this.#to?.runner.noteActivity();
  /** Somebody used one of the app's own windows. */
  readonly ownInput = (): void => {
    this.active();
    this.#to?.updates.noteInput();
  };
  /** A key for another program came to the warning: somebody is at this computer, and not in this app. */
  readonly strayKey = (): void => {
    if (this.#to?.runner.policy.activitySource === 'computer') this.active();
  };
  readonly lockNow = (): void => this.#to?.runner.requestEnd('lockNow');
  readonly signOut = (): void => this.#to?.runner.requestEnd('signOut');
  /** An error that nobody caught: a session must not go on in an app that is not whole. */
  readonly failed = (): void => this.#to?.runner.requestEnd('appClosed');
  readonly open = (): void => this.#to?.windows.showMain();
  /** Whether it is measured that nobody types, in any program. */
  readonly keyboardRests = (): boolean => this.#to?.runner.nobodyTypes ?? false;
}
