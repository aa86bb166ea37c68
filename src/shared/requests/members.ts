import { z } from 'zod';
import { LONGEST_NAME } from '../people/name.js';
import type { ActAnswer, Answer, CannotWrite, Done } from './answers.js';
import { email, memberId, name, password, proofAtTheAct, role } from './inputs.js';
import { answers, byAdministrator, byProvedAdministrator } from './request.js';
import type { MemberRow } from './views.js';

/** How many members one answer holds. */
export const MEMBERS_PER_PAGE = 50;

export interface MembersPage {
  /** By name. */
  readonly members: readonly MemberRow[];
  /** How many match, on all pages. */
  readonly found: number;
}

export interface GuideCounts {
  /** Members who can sign in. */
  readonly active: number;
  /** Those of them who read this edition of the guide. */
  readonly read: number;
}

export interface TwoFactorCounts {
  readonly active: number;
  /** Active members without two-factor authentication. */
  readonly missing: number;
}

/** What administrators see of members and change about them. */
export const MEMBER_REQUESTS = {
  listMembers: byAdministrator(
    { search: z.string().trim().max(LONGEST_NAME), offset: z.int().min(0) },
    answers<Done & { readonly page: MembersPage }>(),
  ),
  countTwoFactor: byAdministrator({}, answers<Done & { readonly counts: TwoFactorCounts }>()),
  countGuideReaders: byAdministrator({}, answers<Done & { readonly counts: GuideCounts }>()),
  addMember: byAdministrator(
    { name, email, role, password, proof: proofAtTheAct },
    answers<ActAnswer<'emailTaken' | 'weakPassword'>>(),
  ),
  disableMember: byProvedAdministrator(
    { memberId },
    answers<Answer<CannotWrite | 'lastAdministrator' | 'unknownMember'>>(),
  ),
  enableMember: byAdministrator(
    { memberId, proof: proofAtTheAct },
    answers<ActAnswer<'unknownMember'>>(),
  ),
  changeMemberRole: byAdministrator(
    { memberId, role, proof: proofAtTheAct },
    answers<ActAnswer<'lastAdministrator' | 'unknownMember'>>(),
  ),
  signOutMember: byAdministrator({ memberId }, answers<Done>()),
  resetTwoFactor: byAdministrator(
    { memberId, proof: proofAtTheAct },
    answers<ActAnswer<'unknownMember' | 'ownReset'>>(),
  ),
  /** Answers a code for this member alone, in groups of four, that sets a new password once. */
  inviteMember: byAdministrator(
    { memberId, proof: proofAtTheAct },
    answers<
      ActAnswer<
        'unknownMember' | 'ownInvitation' | 'noAccessToInvite',
        { readonly code: string; readonly validHours: number }
      >
    >(),
  ),
  /** Gives the clinic new keys: what its members share is sealed anew. */
  rotateKeys: byAdministrator({ proof: proofAtTheAct }, answers<ActAnswer<never>>()),
};
