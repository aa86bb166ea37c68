import type { ClinicApp, ClinicAppRules, ClinicAppTile } from '../clinic-apps/clinic-app.js';
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
import type { AskedSecurity } from './asked-security.js';
import type { AskedTab } from './settings-tab.js';
import type { SignInRules } from '../policy/sign-in-rules.js';
import type { OutOfDate, UpdateFacts } from '../workstation/updates.js';
import type { AcceptanceView, EnrolmentView, SignInView, TwoFactorView } from './sign-in-views.js';
import type { Spoken } from '../words/say.js';
import type { StandbyView, StayedView, WarningView } from './warning-views.js';

export type * from './sign-in-views.js';
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
  /** How long before that the warning comes up, in seconds. */
  readonly warningLeadSeconds: number;
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
  readonly asked: AskedSecurity;
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
  /** `null`: the policy does not allow it, or not for this member's role. */
  readonly quickSignIn: QuickSignInView | null;
  /** The language that the member chose; `null` goes by the computer. */
  readonly language: string | null;
  /** When this member read this edition of the guide (milliseconds since 1970), or `null`. */
  readonly guideReadAt: number | null;
}

/** A member's badge for quick sign-in. */
export interface QuickSignInView {
  readonly enrolled: boolean;
  /** How far its set-up has come: two taps must agree before a PIN is chosen. */
  readonly stage: 'none' | 'tap' | 'tapAgain' | 'pin';
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
  /** Whether this member has a badge for quick sign-in. */
  readonly badge: boolean;
  /** The password went when access was turned off: with access, an invitation code gives a new one. */
  readonly needsInvitation: boolean;
  /** When this member read this edition of the guide (milliseconds since 1970), or `null`. */
  readonly guideReadAt: number | null;
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

/** A view with its sequence number, which `viewShown` sends back, and the language to say it in. */
export interface PushedView {
  readonly sequence: number;
  readonly language: Spoken;
  readonly view: View;
}
