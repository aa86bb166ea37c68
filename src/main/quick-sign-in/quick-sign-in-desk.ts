import type { CompleteSignIn } from '../identity/sign-in/completion.js';
import type { AdmissionRefusal } from '../identity/sign-in/sign-in-flow.js';
import type { ThrottledTry } from '../identity/sign-in/throttle.js';
import type { Author, Outcome, Refused } from '../ports/index.js';

/** How far a member has come with setting up a badge. Two taps must agree, as a reader may misread. */
export type BadgeStage = 'none' | 'tap' | 'tapAgain' | 'pin';

/** `setUpExpired`: no two taps that agree, or too long ago. `badgeTaken`: another member may come back by it. */
export type BadgeRefusal = 'weakPin' | 'setUpExpired' | 'badgeTaken';

/**
 * Whom a badge has found that was tapped while nobody was signed in. `tap`: which tap it is, of those since the app
 * started.
 */
export type TappedBadge = { readonly tap: number } & (
  | { readonly kind: 'member'; readonly memberName: string }
  /** `reading`: it is looked for. `unknown`: nobody's, not kept here, or past its shift: people are told the same. */
  | { readonly kind: 'reading' | 'unknown' }
);

/** A PIN that was entered after a tap. */
export type PinEntered =
  | { readonly ok: true; readonly complete: CompleteSignIn }
  | { readonly ok: false; readonly code: 'wrongPin'; readonly triesLeft: number }
  /** What the badge needs is not kept any more: a password is needed. */
  | Refused<'badgeGone'>
  | AdmissionRefusal
  | ThrottledTry;

/** Quick sign-in by badge and PIN, as the windows and the requests use it. */
export interface QuickSignInDesk {
  /** Whether the policy allows it; while it does not, nobody listens to a reader. */
  readonly isOn: boolean;

  /**
   * A reader has typed a badge, whoever is signed in. A session ends by it, unless its member sets a badge up.
   * @param badge the characters; overwritten here
   */
  tapped(badge: Buffer): Promise<void>;

  /** `null`: no badge was tapped, or its view was left, or somebody has signed in. */
  readonly shown: TappedBadge | null;
  /** The tapped badge's PIN. Always settles within the time of one sign-in. */
  enterPin(pin: string): Promise<PinEntered>;
  /** Back to the usual sign-in. */
  leave(): void;

  /** A session has begun with a password and, where it is on, a second factor. */
  signedInFully(author: Author): void;

  /** Whether this member has a badge, which a policy that is off does not change. */
  hasBadge(memberId: string): boolean;
  /** How far the member who is signed in has come. */
  readonly stage: BadgeStage;
  /** The caller has checked the proof. Waits for a tap, {@link TAP_WAIT_MS} at most. */
  begin(author: Author): Outcome<'quickSignInOff' | 'notForAdministrators'>;
  /** After two taps that agree. */
  finish(author: Author, pin: string): Promise<Outcome<BadgeRefusal>>;
  cancel(): void;
  /** Takes the member's own badge away; the caller has checked the proof. */
  remove(author: Author): Promise<void>;
  /** An administrator takes somebody's badge away. */
  removeOf(memberId: string, author: Author): Promise<Outcome<'unknownMember'>>;
}

/** How long a tap is waited for, and then a PIN, in milliseconds: a minute each. */
export const TAP_WAIT_MS = 60_000;
