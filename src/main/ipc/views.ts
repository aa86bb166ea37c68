import type {
  AboutFacts,
  AcceptanceView,
  ActivityHealth,
  EnrolmentView,
  HomeView,
  MainView,
  ManagedView,
  QuickSignInView,
  SettingsView,
  SignInView,
  StandbyView,
  TwoFactorView,
  Views,
  WarningView,
  WorkstationFacts,
} from '../../shared/requests/views.js';
import type { RemovedView, StandingView } from '../../shared/requests/clinic-views.js';
import type { AskedSecurity } from '../../shared/requests/asked-security.js';
import type { AskedTab } from '../../shared/requests/settings-tab.js';
import type { UpdateFacts } from '../../shared/workstation/updates.js';
import type { WipeProgress } from '../../shared/workstation/wipe-progress.js';
import { isHandover } from '../../shared/workstation/end-cause.js';
import { type Policy, sessionTimeoutFor, warningLeadFor } from '../../shared/policy/policy.js';
import type { ClinicAppDesk } from '../clinic-apps/clinic-app-desk.js';
import type { RecoveryDesk } from '../identity/recovery/recovery.js';
import type { SecurityFacts } from '../identity/members/security-facts.js';
import type { HalfSignIn } from '../identity/sign-in/half-sign-in.js';
import type { SignInFlow } from '../identity/sign-in/sign-in-flow.js';
import type { SignInRulesKeeper } from '../identity/sign-in/sign-in-rules-keeper.js';
import type {
  AccountStore,
  ClinicDesk,
  ClinicOffice,
  ClinicStanding,
  Member,
  Presence,
  SignOutOrdersHere,
} from '../ports/index.js';
import { isLost, rememberedBy } from '../account/acceptance.js';
import type { QuickSignInDesk } from '../quick-sign-in/quick-sign-in-desk.js';
import { leftOf, nextLimit } from '../session/left.js';
import type { Live, SessionState } from '../session/machine.js';
import type { SessionRunner } from '../session/runner.js';
import type { Vault } from '../vault/vault.js';
import type { AppWindowKind } from '../windows/app-windows-parts.js';
import { clinicView, standingView } from './clinic-view.js';
import { noticeText, refusal } from './messages.js';
import { elsewhereView } from './presence-view.js';
import type { WhoIsHere } from './who-is-here.js';

/** How many members the sign-in view offers by name. */
export const RECENT_MEMBERS = 6;

export interface ViewParts {
  readonly who: WhoIsHere;
  readonly account: AccountStore;
  readonly flow: SignInFlow;
  readonly recovery: RecoveryDesk;
  readonly facts: SecurityFacts;
  readonly rules: SignInRulesKeeper;
  readonly quickSignIn: Pick<QuickSignInDesk, 'isOn' | 'shown' | 'hasBadge' | 'stage'>;
  readonly runner: SessionRunner;
  readonly vault: Pick<Vault, 'isWaiting'>;
  /** The policy in force on this computer. */
  readonly policy: () => Policy;
  readonly managed: () => ManagedView;
  /** What somebody asked for in another window. */
  readonly asked: { readonly tab: AskedTab; readonly security: AskedSecurity };
  /** Counts writes to the account. */
  readonly revision: () => number;
  readonly about: AboutFacts;
  readonly updates: () => UpdateFacts;
  readonly workstation: () => Omit<WorkstationFacts, 'activityHealth'>;
  readonly clinic: {
    readonly desk: Pick<ClinicDesk, 'standing'>;
    readonly office: ClinicOffice;
    readonly orders: SignOutOrdersHere;
    readonly presence: Pick<Presence, 'elsewhere'>;
  };
  readonly desk: Pick<ClinicAppDesk, 'tilesFor' | 'reopenNames' | 'rows' | 'rules' | 'unsaved'>;
}

const WARNING_REASONS = {
  ...{ idle: 'idle', age: 'longestSession', deadline: 'signedInElsewhere' },
} as const satisfies Record<ReturnType<typeof nextLimit>, WarningView['reason']>;

type Removed = Extract<ClinicStanding, { kind: 'removed' }>;

/** Builds what each kind of window shows now. Only this class turns main's state into views. */
export class ViewBuilder {
  readonly #parts: ViewParts;

  constructor(parts: ViewParts) {
    this.#parts = parts;
  }

  of<Kind extends AppWindowKind>(kind: Kind): Views[Kind] {
    const build: { readonly [K in AppWindowKind]: () => Views[K] } = {
      main: () => this.#main(),
      settings: () => this.#settings(),
      warning: () => this.#warning(),
    };
    return build[kind]();
  }

  #main(): MainView {
    const { account, clinic, managed, runner, who } = this.#parts;
    const { state } = runner;
    const isLive = state.kind === 'active' || state.kind === 'warning';
    const { standing } = clinic.desk;
    if (standing.kind === 'removed' && !isLive) return this.#removed(standing, state);
    if (isLost(account.standing))
      return { view: 'broken', message: refusal('accountLost').message };
    const clinicName = this.#clinicName();
    if (clinicName === null)
      return {
        view: 'setUp',
        suggestedTimeoutSeconds: runner.policy.sessionTimeoutSeconds,
        managed: managed(),
        progress: clinic.office.progress,
        keychainAsks: this.#parts.vault.isWaiting,
      };
    const member = who.signedIn();
    if (member !== null && isLive) return this.#home(clinicName, member, state);
    const half = who.halfSignedIn();
    return half === null ? this.#signIn(clinicName, state) : this.#nextStep(clinicName, half);
  }

  #nextStep(clinicName: string, half: HalfSignIn): TwoFactorView | EnrolmentView | AcceptanceView {
    const common = {
      clinicName,
      memberName: half.member.name,
      expiresInSeconds: Math.ceil(this.#parts.flow.leftMs() / 1_000),
    };
    switch (half.stage) {
      case 'code':
        return { view: 'twoFactor', ...common };
      case 'enrolment':
        return { view: 'enrolment', ...common, reason: half.reason };
      case 'acceptance': {
        const { state, standing } = this.#parts.account;
        return {
          view: 'acceptance',
          ...common,
          question: standing.kind === 'sound' ? 'unknown' : standing.kind,
          isShared: (state?.shared ?? null) !== null,
          decisions: state?.seq ?? 0,
          remembered: rememberedBy(standing),
          lastDecidedAt: state?.decidedAt ?? 0,
        };
      }
    }
  }

  #home(clinicName: string, member: Member, state: Live): HomeView {
    const { account, clinic, facts, runner, updates, desk } = this.#parts;
    const left = leftOf(runner.elapsed, runner.policy, state);
    return {
      view: 'home',
      clinicName,
      member: { id: member.id, name: member.name, role: member.role },
      timeoutSeconds: sessionTimeoutFor(runner.policy, member.role),
      warningLeadSeconds: warningLeadFor(runner.policy, member.role),
      timeoutLeftSeconds: coarse(left.idleMs),
      sessionLeftSeconds: coarse(left.ageMs),
      notices: account
        .noticesFor(member.id)
        .map((notice) => ({ id: notice.id, text: noticeText(notice) })),
      activityHealth: this.#activityHealth(),
      security: { ...facts.own(member), quickSignIn: this.#quickSignIn(member) },
      outOfDate: updates().outOfDate,
      clinicApps: desk.tilesFor(member.role),
      reopen: desk.reopenNames(member),
      standing: this.#standing(),
      elsewhere: elsewhereView(clinic.presence.elsewhere, clinic.office.workstations),
      asked: this.#parts.asked.security,
    };
  }

  #signIn(clinicName: string, state: SessionState): SignInView {
    const ended = state.kind === 'ending' || state.kind === 'signedOut' ? state.ended : null;
    return {
      view: 'signIn',
      clinicName,
      ended:
        ended === null
          ? null
          : { cause: ended.cause, limitSeconds: ended.limitSeconds, reason: ended.reason },
      wipe: this.#wipeProgress(state),
      recentMembers: this.#recentMembers(ended === null || isHandover(ended.cause)),
      emergencyKit: this.#parts.recovery.hasKit(),
      keychainAsks: this.#parts.vault.isWaiting,
      standing: this.#standing(),
      badge: this.#parts.quickSignIn.shown,
    };
  }

  #quickSignIn({ id, role }: Member): QuickSignInView | null {
    const { isOn, stage } = this.#parts.quickSignIn;
    if (!isOn || role === 'administrator') return null;
    return { enrolled: this.#parts.quickSignIn.hasBadge(id), stage };
  }

  #removed(standing: Removed, state: SessionState): RemovedView {
    const { clinicName, by, atMs } = standing;
    return { view: 'removed', clinicName, by, atMs, wipe: this.#wipeProgress(state) };
  }

  #standing(): StandingView {
    return standingView(this.#parts.clinic.desk.standing);
  }

  #recentMembers(openly: boolean): SignInView['recentMembers'] {
    if (this.#parts.account.recentMembers(1).length === 0) return 'none';
    return openly ? 'show' : 'ask';
  }

  #wipeProgress(state: SessionState): WipeProgress {
    if (state.kind !== 'ending') return { state: 'done' };
    if (state.failure === null) return { state: 'running' };
    return {
      state: 'failed',
      what: state.failure,
      retryInSeconds: Math.ceil((this.#parts.runner.nextMs ?? 0) / 1_000),
    };
  }

  #warning(): WarningView | StandbyView {
    const { account, clinic, runner, desk } = this.#parts;
    const { state } = runner;
    if (state.kind !== 'warning') return { view: 'standby' };
    const left = leftOf(runner.elapsed, runner.policy, state);
    const next = nextLimit(left);
    const ordered = next === 'deadline' ? clinic.orders.endOf(state.session) : null;
    return {
      view: 'warning',
      memberName: account.memberById(state.session.memberId)?.name ?? '',
      reason: WARNING_REASONS[next],
      elsewhere: ordered?.elsewhere ?? null,
      canStay: next === 'idle',
      leftMilliseconds: Math.max(0, Math.min(left.ageMs, left.idleMs, left.deadlineMs)),
      limitSeconds:
        next === 'age'
          ? runner.policy.longestSessionSeconds
          : sessionTimeoutFor(runner.policy, state.session.role),
      unsaved: desk.unsaved,
      sound: runner.policy.warningSound,
    };
  }

  #settings(): SettingsView {
    const { account, rules, policy, managed, about, updates, workstation, desk, revision } =
      this.#parts;
    return {
      view: 'settings',
      asked: this.#parts.asked.tab,
      clinicName: this.#clinicName() ?? '',
      policy: policy(),
      managed: managed(),
      signInRules: rules.current(),
      revision: revision(),
      memberCount: account.memberCount(),
      clinicApps: desk.rows(),
      clinicAppRules: desk.rules(),
      workstation: { ...workstation(), activityHealth: this.#activityHealth() },
      standing: this.#standing(),
      clinic: clinicView(this.#parts.clinic.office),
      about,
      updates: updates(),
    };
  }

  /** `null` before the set-up. */
  #clinicName(): string | null {
    const own = this.#parts.account.clinicName();
    return own === null ? null : (this.#parts.managed().clinicName ?? own);
  }

  #activityHealth(): ActivityHealth {
    const { runner } = this.#parts;
    return runner.policy.activitySource === 'app' ? 'app' : runner.idleHealth;
  }
}

/** Whole minutes, rounded up, above one minute: a view that changes less often is sent less often. */
function coarse(milliseconds: number): number {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  return seconds > 60 ? Math.ceil(seconds / 60) * 60 : seconds;
}
