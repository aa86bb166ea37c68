import type { ClinicApp, ClinicAppRules, ClinicAppTile } from '../clinic-apps/clinic-app.js';
import type { EndCause } from '../workstation/end-cause.js';
import type { BarView } from '../clinic-apps/guard-bar.js';
import type { Restrictions } from '../policy/managed-limits.js';
import type { ManagedPlaceKind } from '../policy/managed-place.js';
import type { Policy } from '../policy/policy.js';
import type { Role } from '../people/role.js';
import type {
  ClinicProgress,
  ClinicView,
  ElsewhereView,
  RemovedView,
  StandingView,
} from './clinic-views.js';
import type { AskedTab } from './settings-tab.js';
import type { SignInRules } from '../policy/sign-in-rules.js';
import type { OutOfDate, UpdateFacts } from '../workstation/updates.js';
import type { WipeProgress } from '../workstation/wipe-progress.js';
import type { StandbyView, StayedView, WarningView } from './warning-views.js';

export type * from './warning-views.js';

/** The windows that the app itself opens. Each kind loads its own page and may send its own requests. */
export const WINDOW_KINDS = ['main', 'settings', 'warning', 'bar'] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];

/** First run: there is no account yet. */
export interface SetUpView {
  readonly view: 'setUp';
  /** The timeout that the form preselects: 15 minutes, or the value of an imported settings file. */
  readonly suggestedTimeoutSeconds: number;
  readonly managed: ManagedView;
  /** How far the joining of a clinic has come, or `null`. */
  readonly progress: ClinicProgress | null;
  /** Whether the keychain shows a question of its own on the screen and main waits for its answer. */
  readonly keychainAsks: boolean;
}

/** What those who manage this computer decided. */
export interface ManagedView {
  /** The places where they can decide, the stronger place first. */
  readonly places: readonly ManagedPlaceView[];
  readonly restrictions: Restrictions;
  readonly clinicName: string | null;
  /** The address of the clinic's server. */
  readonly clinicServer: string | null;
}

export interface ManagedPlaceView {
  readonly kind: ManagedPlaceKind;
  readonly path: string;
  /**
   * `lastGood`: the policy cannot be used, and the one before is in force; `refused`: the policy cannot be
   * used, and there was none before.
   */
  readonly state: 'none' | 'inForce' | 'lastGood' | 'refused';
  /** Why the policy is not used: one sentence, or `null`. */
  readonly problem: string | null;
}

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
  /** As in {@link SetUpView}. */
  readonly keychainAsks: boolean;
  readonly standing: StandingView;
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
  /** The time left of the inactivity limit, in seconds, as last measured. */
  readonly timeoutLeftSeconds: number;
  /** The time left of the longest session, in seconds, as last measured. */
  readonly sessionLeftSeconds: number;
  readonly notices: readonly NoticeView[];
  readonly activityHealth: ActivityHealth;
  readonly security: MemberSecurityView;
  /** Set when this computer's app is out of date, or may be. */
  readonly outOfDate: OutOfDate | null;
  /** The clinic apps that this member's role may open, in the administrators' order. */
  readonly clinicApps: readonly ClinicAppTile[];
  /** Names of the apps that this member had open when the last session ended; may be empty. */
  readonly reopen: readonly string[];
  readonly standing: StandingView;
  /** Where else this member is signed in. */
  readonly elsewhere: readonly ElsewhereView[];
}

/** How this member's own sign-in is protected. */
export interface MemberSecurityView {
  readonly twoFactor: {
    readonly on: boolean;
    readonly recoveryCodesLeft: number;
    /** Whether the clinic requires it, so that it cannot be turned off. */
    readonly required: boolean;
    /**
     * Whole days until a member without two-factor authentication must set it up to sign in (0: at the next
     * sign-in), or `null` when it is on or not required.
     */
    readonly dueInDays: number | null;
  };
  /** The shortest new password, in characters. */
  readonly shortestPassword: number;
  /** Whether there is an emergency kit; `null` for members who cannot make one. */
  readonly emergencyKit: boolean | null;
}

/** The account could not be opened, or nothing of it is left that holds: nothing else can be shown. */
export interface BrokenView {
  readonly view: 'broken';
  /** What happened and what to do, in a sentence or two. */
  readonly message: string;
}

export type MainView =
  | SetUpView
  | SignInView
  | TwoFactorView
  | EnrolmentView
  | AcceptanceView
  | HomeView
  | RemovedView
  | BrokenView;

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
  /** The last active administrator, who can be neither disabled nor demoted. */
  readonly lastAdministrator: boolean;
  /**
   * `reset`: must be set up again; `damaged`: another program changed it, an administrator must reset it.
   */
  readonly twoFactor: 'on' | 'off' | 'reset' | 'damaged';
  /** Whether an unused invitation code exists. */
  readonly invited: boolean;
  /** The password went when access was turned off: with access, an invitation code gives a new one. */
  readonly needsInvitation: boolean;
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
  /** First eight characters of this installation's id; tells two installations apart. */
  readonly installation: string;
  /** Whether the runtime is the version that releases use; if not, an older one for development. */
  readonly pinnedRuntime: boolean;
}

/** Whether the operating system's idle time can be trusted; `app`: the policy does not use it. */
export type ActivityHealth = 'believed' | 'doubtful' | 'unreadable' | 'app';

/** `touched`: somebody used the computer during the test, so the test has no result. */
export type ActivityTestResult = 'works' | 'touched' | 'stuck' | 'unreadable';

/** What this computer offers the app, and how well it works. */
export interface WorkstationFacts {
  /** The source of the idle time, for example `X11` or `Wayland (ext-idle-notify)`. */
  readonly activitySource: string;
  readonly activityHealth: ActivityHealth;
  /** The sources that report a lock of the computer; may be empty. */
  readonly lockSignals: readonly string[];
  /** Whether a guard runs that clears what a killed app leaves. */
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
  /** The policy in force on this computer. */
  readonly policy: Policy;
  readonly managed: ManagedView;
  readonly signInRules: SignInRules;
  /** Changes with the account: an answer for an older revision may be outdated. */
  readonly revision: number;
  readonly memberCount: number;
  readonly clinicApps: readonly ClinicAppRow[];
  readonly clinicAppRules: ClinicAppRules;
  readonly workstation: WorkstationFacts;
  readonly standing: StandingView;
  readonly clinic: ClinicView;
  readonly about: AboutFacts;
  readonly updates: UpdateFacts;
}

/** The view of each kind of window. Main pushes the whole view each time it changes. */
export interface Views {
  readonly main: MainView;
  readonly settings: SettingsView;
  readonly warning: WarningView | StandbyView | StayedView;
  readonly bar: BarView;
}
export type View = Views[WindowKind];

/** A view with its sequence number, which `viewShown` sends back. */
export interface PushedView {
  readonly sequence: number;
  readonly view: View;
}
