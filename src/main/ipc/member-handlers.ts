import type { MEMBER_REQUESTS } from '../../shared/requests/members.js';
import type { MemberList } from '../identity/members/member-list.js';
import type { Members } from '../identity/members/members.js';
import { INVITATION_HOURS, type RecoveryDesk } from '../identity/recovery/recovery.js';
import type { AccountStore } from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';
import { DONE, writing } from './answers.js';
import type { HandlersOf } from './gate.js';
import { explain, refusal } from './messages.js';
import { provedAct, type ProvedActParts } from './proved-act.js';

export interface MemberHandlerParts extends ProvedActParts {
  readonly account: AccountStore;
  readonly members: Members;
  readonly memberList: MemberList;
  readonly recovery: RecoveryDesk;
  readonly runner: SessionRunner;
}

/** What administrators see and decide about members. */
export function memberHandlers(parts: MemberHandlerParts): HandlersOf<typeof MEMBER_REQUESTS> {
  const { account, members, memberList, secondFactor, recovery, keys, runner } = parts;
  const { unprovedAct } = provedAct(parts);

  return {
    listMembers: ({ search, offset }, { member }) => ({
      ...DONE,
      page: memberList.page(search, offset, member.id),
    }),
    countTwoFactor: () => ({ ...DONE, counts: memberList.twoFactorCounts() }),
    countGuideReaders: () => ({ ...DONE, counts: memberList.guideCounts() }),
    addMember: ({ proof, ...form }, { member }) =>
      writing(async () => {
        // Check before the proof, which uses a code up.
        if (account.credentialsByEmail(form.email) !== null) return refusal('emailTaken');
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const added = await members.add(form, keys.authorFor(member));
        return added.ok ? DONE : explain(added);
      }),
    disableMember: ({ memberId }, { member }) =>
      writing(async () => {
        const changed = await members.setActive(memberId, false, keys.authorFor(member));
        return changed.ok ? DONE : refusal(changed.code);
      }),
    enableMember: ({ memberId, proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const changed = await members.setActive(memberId, true, keys.authorFor(member));
        return changed.ok ? DONE : refusal('unknownMember');
      }),
    changeMemberRole: ({ memberId, role, proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const changed = await members.changeRole(memberId, role, keys.authorFor(member));
        return changed.ok ? DONE : refusal(changed.code);
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
        await secondFactor.reset(memberId, keys.authorFor(member));
        return DONE;
      }),
    inviteMember: ({ memberId, proof }, { member }) =>
      writing(async () => {
        if (memberId === member.id) return refusal('ownInvitation');
        const invited = account.memberById(memberId);
        if (invited === null) return refusal('unknownMember');
        // Check before the proof, which uses a code up.
        if (!invited.active) return refusal('noAccessToInvite');
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const made = await recovery.invite(memberId, keys.authorFor(member));
        if (!made.ok) return refusal('noAccessToInvite');
        return { ...DONE, code: made.invitation, validHours: INVITATION_HOURS };
      }),
    rotateKeys: ({ proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        await members.rotateKeys(keys.authorFor(member));
        return DONE;
      }),
  };

  function isSignedIn(memberId: string): boolean {
    const { state } = runner;
    return state.kind !== 'signedOut' && state.session.memberId === memberId;
  }
}
