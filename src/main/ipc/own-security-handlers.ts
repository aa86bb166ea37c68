import type { OWN_SECURITY_REQUESTS } from '../../shared/requests/own-security.js';
import { GUIDE_EDITION } from '../../shared/people/guide.js';
import type { OwnChoices } from '../identity/members/own-choices.js';
import type { OwnPassword } from '../identity/members/own-password.js';
import type { RecoveryDesk } from '../identity/recovery/recovery.js';
import type { SignInFlow } from '../identity/sign-in/sign-in-flow.js';
import type { SignInRulesKeeper } from '../identity/sign-in/sign-in-rules-keeper.js';
import type { AccountStore, Author, Clock, Member, ManagedSource } from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';
import type { SessionStart } from '../session/begin.js';
import { DONE, saveAnswer, writing } from './answers.js';
import { emergencyKitText, recoveryCodesText } from './documents.js';
import type { DocumentsOf, HandlersOf } from './gate.js';
import { explain, refusal } from './messages.js';
import { provedAct, type ProvedActParts } from './proved-act.js';

export interface OwnSecurityHandlerParts extends ProvedActParts {
  readonly account: AccountStore;
  readonly ownPassword: OwnPassword;
  readonly ownChoices: OwnChoices;
  readonly rules: SignInRulesKeeper;
  readonly recovery: RecoveryDesk;
  readonly flow: SignInFlow;
  readonly runner: SessionRunner;
  readonly sessions: SessionStart;
  readonly documents: DocumentsOf;
  readonly clock: Clock;
  readonly managed: ManagedSource;
}

/** Members manage their own sign-in; administrators also make the emergency kit. */
export function ownSecurityHandlers(
  parts: OwnSecurityHandlerParts,
): HandlersOf<typeof OWN_SECURITY_REQUESTS> {
  const { account, ownPassword, stepUp, secondFactor, rules, recovery, flow, keys } = parts;
  const { ownChoices, runner, sessions, documents, clock } = parts;
  const { unproved, unprovedAct } = provedAct(parts);

  /** The member who sets up two-factor authentication: signed in, or at that step of a sign-in. */
  function enrolling(member: Member | null): Author | null {
    if (member !== null) return keys.authorFor(member);
    const half = flow.half(runner.state.generation);
    return half?.stage === 'enrolment' ? { memberId: half.member.id, keys: half.keys } : null;
  }

  return {
    confirmPassword: ({ password }, { member }) =>
      writing(async () => {
        const proved = await stepUp.password(member, password);
        return proved.ok ? DONE : explain(proved);
      }),
    changePassword: ({ proof, newPassword }, { member }) =>
      writing(async () => {
        const refused = await unproved(member, proof);
        if (refused !== null) return refused;
        const changed = await ownPassword.change(member, newPassword, keys.authorFor(member));
        if (!changed.ok) return explain(changed);
        const { state } = runner;
        if (state.kind === 'active' || state.kind === 'warning')
          await sessions.changeKeys(state.session, changed.keys);
        else changed.keys.forget();
        return DONE;
      }),

    startTwoFactor: ({ proof }, { member }) =>
      writing(async () => {
        if (member !== null) {
          const refused = await unprovedAct(member, proof);
          if (refused !== null) return refused;
        }
        const owner = enrolling(member);
        if (owner === null) return refusal('signInExpired');
        return { ...DONE, ...secondFactor.start(owner) };
      }),
    confirmTwoFactor: ({ code }, { member }) =>
      writing(async () => {
        const owner = enrolling(member);
        if (owner === null) return refusal('signInExpired');
        const confirmed = await secondFactor.confirm(owner, code);
        if (!confirmed.ok) return explain(confirmed);
        return confirmed;
      }),
    turnOffTwoFactor: ({ proof }, { member }) =>
      writing(async () => {
        if (rules.current().requireTwoFactor) return refusal('twoFactorRequired');
        const refused = await unproved(member, proof);
        if (refused !== null) return refused;
        await secondFactor.turnOff(keys.authorFor(member));
        return DONE;
      }),
    renewRecoveryCodes: ({ proof }, { member }) =>
      writing(async () => {
        const refused = await unproved(member, proof);
        if (refused !== null) return refused;
        return {
          ...DONE,
          recoveryCodes: await secondFactor.renewRecoveryCodes(keys.authorFor(member)),
        };
      }),
    makeEmergencyKit: ({ proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        return { ...DONE, recoveryKey: await recovery.makeKit(keys.authorFor(member)) };
      }),
    chooseLanguage: ({ language }, { member }) =>
      writing(async () => {
        await ownChoices.chooseLanguage(keys.authorFor(member), language);
        return DONE;
      }),
    markGuideRead: (_input, { member }) =>
      writing(async () => {
        await ownChoices.noteGuideRead(keys.authorFor(member), GUIDE_EDITION);
        return DONE;
      }),

    saveDocument: async (content, { contents, member }) => {
      const owner = enrolling(member);
      const who = owner === null ? null : account.memberById(owner.memberId);
      if (who === null) return refusal('fileFailed');
      const about = {
        clinicName: parts.managed.policy.clinicName ?? account.clinicName() ?? '',
        memberName: who.name,
        email: who.email,
        atMs: clock.now().wallMs,
      };
      const document =
        content.document === 'recoveryCodes'
          ? recoveryCodesText(content.codes, about)
          : emergencyKitText(content.recoveryKey, about);
      const { generation } = runner.state;
      // The dialog may outlive the session: the next member must not get this member's file.
      const mayStill = (): boolean => runner.state.generation === generation;
      const outcome = await documents(contents).save(document, mayStill);
      return saveAnswer(outcome, 'fileFailed');
    },
  };
}
