import type { ClinicApp, ClinicAppRules, ClinicAppTile } from '../clinic-apps/clinic-app.js';
import type { EndCause } from '../workstation/end-cause.js';
import type { BarView } from '../clinic-apps/guard-bar.js';
import type { Restrictions } from '../policy/managed-limits.js';
import type { ManagedPlaceKind } from '../policy/managed-place.js';
import type { Policy } from '../policy/policy.js';
import type { Role } from '../people/role.js';
import type { AskedTab } from './settings-tab.js';
import type { SignInRules } from '../policy/sign-in-rules.js';
import type { StorageTrouble } from '../workstation/storage-trouble.js';
import type { OutOfDate, UpdateFacts } from '../workstation/updates.js';

/** The windows that the app itself opens. Each loads its own page and may ask for its own things. */
export const WINDOW_KINDS = ['main', 'settings', 'warning', 'bar'] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];

/** First run: there is no account yet. */
export interface SetUpView {
  readonly view: 'setUp';
  /** The timeout that the form preselects: 15 minutes, or what an imported settings file says. */
  readonly suggestedTimeoutSeconds: number;
  readonly managed: ManagedView;
  /** Whether the keychain has a question of its own on the screen, which is waited for. */
  readonly keychainAsks: boolean;
}

/** What those who manage this computer decided for it. */
export interface ManagedView {
  /** Where they can, the stronger place first. */
  readonly places: readonly ManagedPlaceView[];
  readonly restrictions: Restrictions;
  readonly clinicName: string | null;
}

export interface ManagedPlaceView {
  readonly kind: ManagedPlaceKind;
  readonly path: string;
  /**
   * `lastGood`: the policy that is there cannot be used, and the one before holds; `refused`: it
   * cannot be used, and there was none before.
   */
  readonly state: 'none' | 'inForce' | 'lastGood' | 'refused';
  /** Why the policy that is there is not used: one sentence, or `null`. */
  readonly problem: string | null;
}

/** What happened to the credentials when the last session ended. */
export type WipeProgress =
  | { readonly state: 'done' }
  /** The deletion is under way. */
  | { readonly state: 'running' }
  /**
   * The keychain refused, or the account database could not be written; the app stays locked and
   * tries again by itself.
   */
  | {
      readonly state: 'failed';
      readonly what: 'keychain' | StorageTrouble;
      readonly retryInSeconds: number;
    };

export interface SignInView {
  readonly view: 'signIn';
  readonly clinicName: string;
  /** Why the last session ended, or `null` on a plain start. */
  readonly ended: { readonly cause: EndCause; readonly limitSeconds: number } | null;
  readonly wipe: WipeProgress;
  /**
   * Whether the recent members are offered at once (a plain start, or a person who handed over
   * knowingly) or only after `Show recent members` is pressed: after an unattended end nothing on
   * the screen names a member.
   */
  readonly recentMembers: 'show' | 'ask' | 'none';
  /** Whether there is an emergency kit, with which an administrator can get back in. */
  readonly emergencyKit: boolean;
  /** As in {@link SetUpView}. */
  readonly keychainAsks: boolean;
}

/** The password was right; the second step of this sign-in is missing. */
export interface TwoFactorView {
  readonly view: 'twoFactor';
  readonly clinicName: string;
  readonly memberName: string;
  /** When this sign-in expires, in whole seconds from when this view was sent. */
  readonly expiresInSeconds: number;
}

/** The password was right; the clinic asks this member to set two-factor authentication up first. */
export interface EnrolmentView {
  readonly view: 'enrolment';
  readonly clinicName: string;
  readonly memberName: string;
  readonly expiresInSeconds: number;
  /** An administrator reset this member's, or the clinic requires it of everyone. */
  readonly reason: 'reset' | 'required';
}

/** A message that one member sees once, until `Got it`. */
export interface NoticeView {
  readonly id: number;
  readonly text: string;
}

export interface HomeView {
  readonly view: 'home';
  readonly clinicName: string;
  readonly member: { readonly id: string; readonly name: string; readonly role: Role };
  /** Inactivity after which this session ends, in seconds. */
  readonly timeoutSeconds: number;
  /** What is left of the inactivity limit, in seconds, as last measured. */
  readonly timeoutLeftSeconds: number;
  /** What is left of the longest session, in seconds, as last measured. */
  readonly sessionLeftSeconds: number;
  readonly notices: readonly NoticeView[];
  readonly activityHealth: ActivityHealth;
  readonly security: MemberSecurityView;
  /** That this computer's app is out of date, or may be. */
  readonly outOfDate: OutOfDate | null;
  /** What this member's role may open, in the administrators' order. */
  readonly clinicApps: readonly ClinicAppTile[];
  /** Names of what this member had open when the last session ended; empty when nothing. */
  readonly reopen: readonly string[];
}

/** How this member's own sign-in is protected. */
export interface MemberSecurityView {
  readonly twoFactor: {
    readonly on: boolean;
    readonly recoveryCodesLeft: number;
    /** Whether the clinic requires it, so that it cannot be turned off. */
    readonly required: boolean;
    /**
     * Whole days until a member without it must set it up to sign in (0: at the next sign-in), or
     * `null` when it is on or not required.
     */
    readonly dueInDays: number | null;
  };
  /** The shortest new password, in characters. */
  readonly shortestPassword: number;
  /** Whether there is an emergency kit; `null` for members who cannot make one. */
  readonly emergencyKit: boolean | null;
}

/** The account database could not be opened: nothing else can be shown. */
export interface BrokenView {
  readonly view: 'broken';
  /** What happened and what to do, in a sentence or two. */
  readonly message: string;
}

export type MainView =
  SetUpView | SignInView | TwoFactorView | EnrolmentView | HomeView | BrokenView;

export interface WarningView {
  readonly view: 'warning';
  readonly memberName: string;
  /** What runs out: inactivity, which the person can stop, or the session's longest length. */
  readonly reason: 'idle' | 'longestSession';
  /** Time left, in milliseconds, when this view was sent. */
  readonly leftMilliseconds: number;
  readonly limitSeconds: number;
  /** Names of the clinic apps whose windows hold input that was not sent yet. */
  readonly unsaved: readonly string[];
}

/** A warning window that is ready and not yet shown. It names nobody. */
export interface StandbyView {
  readonly view: 'standby';
}

/** The warning was dismissed by the pointer, which may be on its way to one of its buttons. */
export interface StayedView {
  readonly view: 'stayed';
}

export interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  /** Whether this member is signed in at this workstation. */
  readonly signedIn: boolean;
  /** Milliseconds since 1970, or `null` when the member never signed in. */
  readonly lastSignedInAt: number | null;
  /** The last active administrator can be neither disabled nor demoted. */
  readonly lastAdministrator: boolean;
  /** `reset`: to be set up again; `damaged`: changed by other means than the app, to be reset. */
  readonly twoFactor: 'on' | 'off' | 'reset' | 'damaged';
  /** Whether an invitation code is open. */
  readonly invited: boolean;
}

export interface AboutFacts {
  readonly version: string;
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
  /** For example `Linux 6.1 (x64)`. */
  readonly platform: string;
  /** For example `Secret Service (libsecret)`. */
  readonly keychain: string;
  /** First eight characters of this installation's id, to tell two installations apart. */
  readonly installation: string;
  /** Whether the runtime is the one that releases use, or an older one that serves development. */
  readonly pinnedRuntime: boolean;
}

/** Whether the OS's word on activity can be believed; `app`: the policy does not ask it. */
export type ActivityHealth = 'believed' | 'doubtful' | 'unreadable' | 'app';

/** `touched`: somebody used the computer during the test, so that it tells nothing. */
export type ActivityTestResult = 'works' | 'touched' | 'stuck' | 'unreadable';

/** What this computer offers to the app, and how well it works. */
export interface WorkstationFacts {
  /** What is asked for activity, for example `X11` or `Wayland (ext-idle-notify)`. */
  readonly activitySource: string;
  readonly activityHealth: ActivityHealth;
  /** Where the app hears that the computer is locked; empty when from nowhere. */
  readonly lockSignals: readonly string[];
  /** Whether a guard is there that clears what a killed app leaves. */
  readonly guarded: boolean;
}

/** A clinic app as administrators edit it. */
export interface ClinicAppRow extends ClinicApp {
  /** A `data:` address of a picture, or `null`: initials are drawn. */
  readonly icon: string | null;
}

export interface SettingsView {
  readonly view: 'settings';
  readonly asked: AskedTab;
  readonly clinicName: string;
  /** The policy that holds on this computer. */
  readonly policy: Policy;
  readonly managed: ManagedView;
  readonly signInRules: SignInRules;
  /** Changes with the account: what was asked for by a request may be another one now. */
  readonly revision: number;
  readonly memberCount: number;
  readonly clinicApps: readonly ClinicAppRow[];
  readonly clinicAppRules: ClinicAppRules;
  readonly workstation: WorkstationFacts;
  readonly about: AboutFacts;
  readonly updates: UpdateFacts;
}

/** What each kind of window mirrors. Main pushes the whole view each time it changes. */
export interface Views {
  readonly main: MainView;
  readonly settings: SettingsView;
  readonly warning: WarningView | StandbyView | StayedView;
  readonly bar: BarView;
}
export type View = Views[WindowKind];

/** A view with its number in the order of sending, which `viewShown` gives back. */
export interface PushedView {
  readonly sequence: number;
  readonly view: View;
}
