import type { EndCause } from '../workstation/end-cause.js';
import type { WipeProgress } from '../workstation/wipe-progress.js';
import type { StandingView } from './clinic-views.js';

/**
 * A badge that was tapped while nobody was signed in. `reading`: it is looked for, which takes about half a second. It
 * names a member only if that member signed in here with everything within the last shift; `unknown`: any other badge.
 */
export type TappedBadgeView = {
  /** Which tap it is, of those since the app started. */
  readonly tap: number;
} & (
  | { readonly kind: 'member'; readonly memberName: string }
  | { readonly kind: 'reading' | 'unknown' }
);

export interface SignInView {
  readonly view: 'signIn';
  readonly clinicName: string;
  /** Why the last session ended, or `null` on a plain start. */
  readonly ended: {
    readonly cause: EndCause;
    readonly limitSeconds: number;
    /** In the words of whoever gave the order to sign out. */
    readonly reason: string | null;
  } | null;
  readonly wipe: WipeProgress;
  /**
   * `show`: the recent members are offered at once (a plain start, or a handover by the person). `ask`:
   * only after `Show recent members` is pressed, because after an unattended end the screen names no
   * member.
   */
  readonly recentMembers: 'show' | 'ask' | 'none';
  /** Whether there is an emergency kit, with which an administrator can get back in. */
  readonly emergencyKit: boolean;
  /** Whether the keychain shows a question of its own on the screen and main waits for its answer. */
  readonly keychainAsks: boolean;
  readonly standing: StandingView;
  /** The badge that was tapped last. */
  readonly badge: TappedBadgeView | null;
}

/** The password was right; the second step of this sign-in is missing. */
export interface TwoFactorView {
  readonly view: 'twoFactor';
  readonly clinicName: string;
  readonly memberName: string;
  /** The time until this sign-in expires, in whole seconds from when this view was sent. */
  readonly expiresInSeconds: number;
}

/** The password was right; the member must first set up two-factor authentication. */
export interface EnrolmentView {
  readonly view: 'enrolment';
  readonly clinicName: string;
  readonly memberName: string;
  readonly expiresInSeconds: number;
  /**
   * An administrator reset this member's two-factor authentication, or the clinic requires it of everyone.
   */
  readonly reason: 'reset' | 'required';
}

/** An administrator has signed in, and decides whether to go on with an account that is in question. */
export interface AcceptanceView {
  readonly view: 'acceptance';
  readonly clinicName: string;
  readonly memberName: string;
  readonly expiresInSeconds: number;
  /**
   * `older`: this computer remembers more decisions, or others; `unknown`: it remembers none, as after a
   * move to another computer; `broken`: the account was changed by other means than this app.
   */
  readonly question: 'older' | 'unknown' | 'broken';
  /** Whether the account is one of a clinic with several computers. */
  readonly isShared: boolean;
  /** How many decisions the account has, and how many this computer remembers, if it does. */
  readonly decisions: number;
  readonly remembered: number | null;
  /** When the last one was made, in milliseconds since 1970. */
  readonly lastDecidedAt: number;
}
