/* What the warning window shows. */

export interface WarningView {
  readonly view: 'warning';
  readonly memberName: string;
  /**
   * Which limit runs out: inactivity, which the person can stop, or the longest session; or the session gives way
   * to one at another workstation.
   */
  readonly reason: 'idle' | 'longestSession' | 'signedInElsewhere';
  /** The name of that workstation, where it is known. */
  readonly elsewhere: string | null;
  /** Whether touching the computer lets the session go on. */
  readonly canStay: boolean;
  /** Time left, in milliseconds, when this view was sent. */
  readonly leftMilliseconds: number;
  readonly limitSeconds: number;
  /** Names of the clinic apps whose windows hold unsent input. */
  readonly unsaved: readonly string[];
  /** Whether it is heard too when it comes up. */
  readonly sound: boolean;
}

/** A warning window that is ready but not shown yet. It names nobody. */
export interface StandbyView {
  readonly view: 'standby';
}

/** The person dismissed the warning by moving the pointer, perhaps on the way to one of its buttons. */
export interface StayedView {
  readonly view: 'stayed';
}
