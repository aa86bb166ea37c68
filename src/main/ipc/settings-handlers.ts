import type { WebContents } from 'electron';
import { letsMoreIn } from '../../shared/policy/sign-in-rules.js';
import type { ActivityTestResult } from '../../shared/requests/views.js';
import type { ClinicAppDesk } from '../app/clinic-app-desk.js';
import type { KeyRing } from '../identity/key-ring.js';
import type { Members } from '../identity/members/members.js';
import { INVITATION_HOURS, type RecoveryDesk } from '../identity/recovery/recovery.js';
import type { SecondFactor } from '../identity/second-factor/second-factor.js';
import type { SignInRulesKeeper } from '../identity/sign-in/sign-in-rules-keeper.js';
import type { StepUp } from '../identity/sign-in/step-up.js';
import type { PolicyKeeper } from '../policy/policy-keeper.js';
import type { AccountStore, SaveOutcome } from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';
import type { UpdateKeeper } from '../updates/update-keeper.js';
import type { AppWindows } from '../windows/app-windows.js';
import { DONE, writing } from './answers.js';
import type { Handlers } from './gate.js';
import { explain, refusal } from './messages.js';
import { provedAct } from './proved-act.js';

export interface SettingsHandlerParts {
  readonly account: AccountStore;
  readonly members: Members;
  readonly stepUp: StepUp;
  readonly secondFactor: SecondFactor;
  readonly rules: SignInRulesKeeper;
  readonly recovery: RecoveryDesk;
  readonly keys: KeyRing;
  readonly policies: PolicyKeeper;
  readonly runner: SessionRunner;
  readonly windows: Pick<AppWindows, 'refresh' | 'closeSettings'>;
  readonly desk: Pick<ClinicAppDesk, 'forgetMember' | 'roleChanged'>;
  readonly testActivity: () => Promise<ActivityTestResult>;
  readonly updates: Pick<UpdateKeeper, 'installSoon'>;
  readonly saveDiagnostics: (asking: WebContents) => Promise<SaveOutcome>;
}

type SettingsHandlers = Pick<
  Handlers,
  | 'savePolicy'
  | 'saveSignInRules'
  | 'checkSettingsFile'
  | 'importSettingsFile'
  | 'addMember'
  | 'disableMember'
  | 'enableMember'
  | 'changeMemberRole'
  | 'signOutMember'
  | 'resetTwoFactor'
  | 'inviteMember'
  | 'testActivity'
  | 'saveDiagnostics'
  | 'restartAndUpdate'
>;

/** What administrators change in the settings window. */
export function settingsHandlers(parts: SettingsHandlerParts): SettingsHandlers {
  const { account, members, secondFactor, rules, recovery, keys } = parts;
  const { policies, runner, windows, desk, updates } = parts;
  const { unprovedAct } = provedAct(parts);

  return {
    savePolicy: ({ policy }, { member }) =>
      writing(() => {
        runner.setPolicy(policies.save(policy, member.id));
        return told();
      }),
    saveSignInRules: ({ rules: changed, proof }, { member }) =>
      writing(async () => {
        const refused = letsMoreIn(changed, rules.current())
          ? await unprovedAct(member, proof)
          : null;
        if (refused !== null) return refused;
        rules.save(changed, member.id);
        return told();
      }),
    checkSettingsFile: ({ text }) => {
      const reading = policies.check(text);
      return reading.ok ? reading : invalid(reading.problem);
    },
    importSettingsFile: ({ text }, { member }) =>
      writing(() => {
        const reading = policies.importFile(text, member.id);
        if (!reading.ok) return invalid(reading.problem);
        runner.setPolicy(reading.policy);
        return told();
      }),

    addMember: ({ proof, ...form }, { member }) =>
      writing(async () => {
        // Before a code is spent on it.
        if (account.credentialsByEmail(form.email) !== null) return refusal('emailTaken');
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const added = await members.add(form, member.id);
        return added.ok ? told() : explain(added);
      }),
    disableMember: ({ memberId }, { member }) =>
      writing(() => {
        const changed = members.setActive(memberId, false, member.id);
        if (!changed.ok) return refusal(changed.code);
        desk.forgetMember(memberId);
        if (isSignedIn(memberId)) runner.requestEnd('memberDisabled');
        return told();
      }),
    enableMember: ({ memberId, proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const changed = members.setActive(memberId, true, member.id);
        return changed.ok ? told() : refusal('unknownMember');
      }),
    changeMemberRole: ({ memberId, role, proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const changed = members.changeRole(memberId, role, member.id);
        if (!changed.ok) return refusal(changed.code);
        runner.setRole(memberId, role);
        if (isSignedIn(memberId)) {
          desk.roleChanged(role);
          if (role !== 'administrator') windows.closeSettings();
        }
        return told();
      }),
    signOutMember: ({ memberId }) => {
      if (isSignedIn(memberId)) runner.requestEnd('signOut');
      return DONE;
    },
    resetTwoFactor: ({ memberId, proof }, { member }) =>
      writing(async () => {
        if (memberId === member.id) return refusal('ownReset');
        if (account.memberById(memberId) === null) return refusal('unknownMember');
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        secondFactor.reset({ memberId, key: keys.key }, member.id);
        return told();
      }),
    testActivity: async () => ({ ok: true, result: await parts.testActivity() }),
    saveDiagnostics: async (_input, { contents }) => {
      const outcome = await parts.saveDiagnostics(contents);
      return outcome === 'failed'
        ? refusal('diagnosticsFailed')
        : { ...DONE, saved: outcome === 'saved' };
    },
    restartAndUpdate: () => {
      if (!updates.installSoon()) return refusal('noUpdateReady');
      runner.requestEnd('signOut');
      return DONE;
    },
    inviteMember: ({ memberId, proof }, { member }) =>
      writing(async () => {
        if (memberId === member.id) return refusal('ownInvitation');
        if (account.memberById(memberId) === null) return refusal('unknownMember');
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const code = recovery.invite(memberId, keys.key, member.id);
        return { ...told(), code, validHours: INVITATION_HOURS };
      }),
  };

  function isSignedIn(memberId: string): boolean {
    const { state } = runner;
    return state.kind !== 'signedOut' && state.session.memberId === memberId;
  }

  /** Windows show what changed before the one that asked gets its answer. */
  function told(): typeof DONE {
    windows.refresh();
    return DONE;
  }
}

function invalid(problem: string): {
  readonly ok: false;
  readonly code: 'invalid';
  readonly message: string;
} {
  return {
    ok: false,
    code: 'invalid',
    message: `This settings file was not used, and nothing was changed. ${problem}`,
  };
}
