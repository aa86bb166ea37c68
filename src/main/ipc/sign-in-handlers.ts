import type { SIGN_IN_REQUESTS } from '../../shared/requests/sign-in.js';
import type { Acceptance } from '../account/acceptance.js';
import type { CompleteSignIn } from '../identity/sign-in/completion.js';
import type { SignInFlow, Step } from '../identity/sign-in/sign-in-flow.js';
import type { Founding } from '../identity/members/founding.js';
import type { KeyRing } from '../identity/key-ring.js';
import type { PasswordProof } from '../identity/passwords/password-proof.js';
import type { RecoveryDesk } from '../identity/recovery/recovery.js';
import type { QuickSignInDesk } from '../quick-sign-in/quick-sign-in-desk.js';
import type { PolicyKeeper } from '../policy/policy-keeper.js';
import type { AccountStore, ManagedSource } from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';
import type { SessionStart, StartRefusal } from '../session/begin.js';
import type { Vault } from '../vault/vault.js';
import { DONE, writing } from './answers.js';
import type { HandlersOf } from './gate.js';
import { explain, refusal } from './messages.js';
import { RECENT_MEMBERS } from './views.js';

export interface SignInHandlerParts {
  readonly account: AccountStore;
  readonly founding: Founding;
  readonly flow: SignInFlow;
  readonly recovery: RecoveryDesk;
  readonly acceptance: Acceptance;
  readonly proof: PasswordProof;
  readonly policies: PolicyKeeper;
  readonly managed: ManagedSource;
  readonly runner: SessionRunner;
  readonly sessions: SessionStart;
  readonly vault: Pick<Vault, 'stopWaiting'>;
  readonly keys: Pick<KeyRing, 'authorFor'>;
  readonly quickSignIn: Pick<QuickSignInDesk, 'signedInFully'>;
}

/** Requests before there is a session. */
export function signInHandlers(parts: SignInHandlerParts): HandlersOf<typeof SIGN_IN_REQUESTS> {
  const { account, founding, flow, acceptance, recovery, proof, policies, managed } = parts;
  const { runner, sessions, vault, quickSignIn } = parts;

  async function startSession(
    complete: CompleteSignIn,
    generation: number,
  ): Promise<typeof DONE | ReturnType<typeof refusal<StartRefusal>>> {
    const { member, keys } = complete;
    // An administrator may decide to go on with an account that is in question: it needs the keys.
    const copy = member.role === 'administrator' ? keys.copy() : null;
    const problem = await sessions.begin(member, generation, keys, complete);
    if (problem === 'accountInQuestion' && copy !== null) {
      flow.askAcceptance({ member, keys: copy }, generation);
      return DONE;
    }
    copy?.forget();
    if (problem !== null) return refusal(problem);
    proof.prove(member.id);
    quickSignIn.signedInFully(parts.keys.authorFor(member));
    return DONE;
  }

  /** Starts the session, or leaves it to the view that asks for the next step. */
  async function goOn({ complete }: Step, generation: number): ReturnType<typeof startSession> {
    return complete === null ? DONE : startSession(complete, generation);
  }

  return {
    createClinic: (form) =>
      writing(async () => {
        if (account.clinicName() !== null) return refusal('alreadySetUp');
        const { generation } = runner.state;
        // Try the keychain first: without it the new administrator could not sign in to the clinic.
        const unusable = await sessions.keychainRefusal();
        if (unusable !== null) return refusal(unusable);
        if (runner.state.generation !== generation) return refusal('discarded');
        const { policy, notices } = policies.firstPolicy(form.timeoutSeconds);
        const clinicName = managed.policy.clinicName ?? form.clinicName;
        const created = await founding.found({ ...form, clinicName }, policy, notices);
        if (!created.ok) return explain(created);
        return startSession({ ...created, how: 'password' }, generation);
      }),
    signIn: ({ email, password }) =>
      writing(async () => {
        const { kind, generation } = runner.state;
        if (kind === 'ending') return refusal('stillWiping');
        if (kind !== 'signedOut') return refusal('discarded');
        const entered = await flow.enter(email, password, generation);
        return entered.ok ? goOn(entered, generation) : explain(entered);
      }),
    verifyCode: ({ code }) =>
      writing(async () => {
        const { generation } = runner.state;
        const verified = await flow.verifyCode(code, generation);
        return verified.ok ? goOn(verified, generation) : explain(verified);
      }),
    useRecoveryCode: ({ code }) =>
      writing(async () => {
        const { generation } = runner.state;
        const verified = await flow.useRecoveryCode(code, generation);
        return verified.ok ? goOn(verified, generation) : explain(verified);
      }),
    cancelSignIn: () => {
      flow.cancel();
      vault.stopWaiting();
      return DONE;
    },
    finishEnrolment: () =>
      writing(async () => {
        const { generation } = runner.state;
        const finished = flow.finishEnrolment(generation);
        return finished.ok ? goOn(finished, generation) : explain(finished);
      }),

    acceptAccount: () =>
      writing(async () => {
        const { generation } = runner.state;
        const accepted = flow.accept(generation);
        if (accepted === null) return refusal('signInExpired');
        await acceptance.accept({ memberId: accepted.member.id, keys: accepted.keys });
        return startSession(accepted, generation);
      }),

    redeemInvitation: (form) =>
      writing(async () => {
        const { kind, generation } = runner.state;
        if (kind !== 'signedOut') return refusal('stillWiping');
        const redeemed = await recovery.redeemInvitation(form, generation);
        return redeemed.ok ? goOn(redeemed, generation) : explain(redeemed);
      }),
    useEmergencyKit: ({ email, recoveryKey, newPassword }) =>
      writing(async () => {
        const { kind, generation } = runner.state;
        if (kind !== 'signedOut') return refusal('stillWiping');
        const form = { email, code: recoveryKey, newPassword };
        const used = await recovery.useKit(form, generation);
        return used.ok ? goOn(used, generation) : explain(used);
      }),

    listRecentMembers: () => ({
      // The sign-in view asks for this already while the last session is still ending.
      members:
        runner.state.kind === 'active' || runner.state.kind === 'warning'
          ? []
          : account.recentMembers(RECENT_MEMBERS).map(({ id, name }) => ({ id, name })),
    }),
    readRecentMemberEmail: ({ memberId }) => ({
      email: account.recentMembers(RECENT_MEMBERS).find(({ id }) => id === memberId)?.email ?? null,
    }),
  };
}
