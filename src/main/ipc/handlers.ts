import type { PolicyKeeper } from '../policy/policy-keeper.js';
import type { Members } from '../identity/members.js';
import type { PasswordProof } from '../identity/password-proof.js';
import type { AccountStore, Clock, Member } from '../ports.js';
import type { SessionRunner } from '../session/runner.js';
import type { SessionStart, StartRefusal } from '../session/sign-in.js';
import type { AppWindows } from '../windows/app-windows.js';
import type { Refusal } from '../../contract/requests.js';
import { refusal } from './messages.js';
import type { Handlers } from './gate.js';
import { RECENT_MEMBERS } from './views.js';

export interface HandlerParts {
  readonly account: AccountStore;
  readonly members: Members;
  readonly proof: PasswordProof;
  readonly policies: PolicyKeeper;
  readonly runner: SessionRunner;
  readonly sessions: SessionStart;
  readonly windows: AppWindows;
  readonly clock: Clock;
}

const DONE = { ok: true } as const;

/** What every request of the contract does, once the gate has let it in. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { account, members, proof, policies, runner, sessions, windows, clock } = parts;

  async function startSession(
    member: Member,
    generation: number,
  ): Promise<typeof DONE | ReturnType<typeof refusal<StartRefusal>>> {
    const problem = await sessions.begin(member, generation);
    if (problem !== null) return refusal(problem);
    proof.prove(member.id);
    return DONE;
  }

  return {
    readView: (_input, { contents, kind }) => windows.readView(contents, kind),
    viewShown: ({ sequence }, { contents }) => {
      windows.viewShown(contents, sequence);
      return DONE;
    },

    createClinic: (form) =>
      writing(async () => {
        if (account.clinicName() !== null) return refusal('alreadySetUp');
        const { generation } = runner.state;
        // Asked first: a clinic whose administrator then can't sign in would be half a set-up.
        if (!(await sessions.keychainAnswers())) return refusal('keychainUnavailable');
        const { policy, notices } = policies.firstPolicy(form.timeoutSeconds);
        const created = await members.createClinic(form, policy, notices);
        if (!created.ok) return refusal(created.code);
        runner.setPolicy(policy);
        return startSession(created.member, generation);
      }),
    signIn: ({ email, password }) =>
      writing(async () => {
        const { kind, generation } = runner.state;
        if (kind === 'ending') return refusal('stillWiping');
        const checked = await members.check(email, password);
        return checked.ok ? startSession(checked.member, generation) : refusal(checked.code);
      }),
    listRecentMembers: () => ({
      // The sign-in view is up, and asks this, while the last session's end is still under way.
      members:
        runner.state.kind === 'active' || runner.state.kind === 'warning'
          ? []
          : account.recentMembers(RECENT_MEMBERS).map(({ id, name }) => ({ id, name })),
    }),
    readRecentMemberEmail: ({ memberId }) => ({
      email: account.recentMembers(RECENT_MEMBERS).find(({ id }) => id === memberId)?.email ?? null,
    }),

    lockNow: () => end('lockNow'),
    signOut: () => end('signOut'),
    switchUser: () => end('switchUser'),
    staySignedIn: () => {
      runner.noteActivity();
      windows.closeWarning();
      return DONE;
    },

    confirmPassword: async ({ password }, { member }) => {
      if (!(await members.provePassword(member.id, password))) return refusal('wrongPassword');
      proof.prove(member.id);
      return DONE;
    },
    changePassword: ({ currentPassword, newPassword }, { member }) =>
      writing(async () => {
        const changed = await members.changePassword(member.id, currentPassword, newPassword);
        if (!changed.ok) return refusal(changed.code);
        proof.prove(member.id);
        return DONE;
      }),
    acknowledgeNotice: ({ noticeId }, { member }) => {
      account.acknowledgeNotice(noticeId, member.id, clock.now().wallMs);
      return told();
    },

    openSettings: () => {
      windows.showSettings();
      return DONE;
    },
    savePolicy: ({ policy }, { member }) =>
      writing(() => {
        policies.save(policy, member.id);
        runner.setPolicy(policy);
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

    addMember: (form) =>
      writing(async () => {
        const added = await members.add(form);
        return added.ok ? told() : refusal(added.code);
      }),
    setMemberActive: ({ memberId, active }) =>
      writing(() => {
        const changed = members.setActive(memberId, active);
        if (!changed.ok) return refusal(changed.code);
        if (!active && isSignedIn(memberId)) runner.requestEnd('memberDisabled');
        return told();
      }),
    changeMemberRole: ({ memberId, role }) =>
      writing(() => {
        const changed = members.changeRole(memberId, role);
        if (!changed.ok) return refusal(changed.code);
        runner.setRole(memberId, role);
        if (isSignedIn(memberId) && role !== 'administrator') windows.closeSettings();
        return told();
      }),
    signOutMember: ({ memberId }) => {
      if (isSignedIn(memberId)) runner.requestEnd('signOut');
      return DONE;
    },
  };

  function end(cause: 'lockNow' | 'signOut' | 'switchUser'): typeof DONE {
    runner.requestEnd(cause);
    return DONE;
  }

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

/** Turns what the database throws into something that a person can act on. */
async function writing<Answer>(
  work: () => Answer | Promise<Answer>,
): Promise<Answer | Refusal<'storageFailed'>> {
  try {
    return await work();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
    return refusal('storageFailed');
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
