import { z } from 'zod';
import { LONGEST_NAME } from '../people/name.js';
import type { ActAnswer, Answer, CannotWrite, Done } from './answers.js';
import { email, memberId, name, nothing, password, proofAtTheAct, role } from './inputs.js';
import { answers, request } from './request.js';
import type { MemberRow } from './views.js';

/** How many members one answer holds. */
export const MEMBERS_PER_PAGE = 50;

export interface MembersPage {
  /** By name. */
  readonly members: readonly MemberRow[];
  /** How many match, on all pages. */
  readonly found: number;
}

export interface TwoFactorCounts {
  readonly active: number;
  /** Active members without two-factor authentication. */
  readonly missing: number;
}

/** What administrators see of members and change about them. */
export const MEMBER_REQUESTS = {
  listMembers: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({ search: z.string().trim().max(LONGEST_NAME), offset: z.int().min(0) }),
    answer: answers<Done & { readonly page: MembersPage }>(),
  }),
  countTwoFactor: request({
    windows: ['settings'],
    access: 'administrator',
    input: nothing,
    answer: answers<Done & { readonly counts: TwoFactorCounts }>(),
  }),
  addMember: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({ name, email, role, password, proof: proofAtTheAct }),
    answer: answers<ActAnswer<'emailTaken' | 'weakPassword'>>(),
  }),
  disableMember: request({
    windows: ['settings'],
    access: 'administrator',
    recentPassword: true,
    input: z.strictObject({ memberId }),
    answer: answers<Answer<CannotWrite | 'lastAdministrator' | 'unknownMember'>>(),
  }),
  enableMember: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({ memberId, proof: proofAtTheAct }),
    answer: answers<ActAnswer<'unknownMember'>>(),
  }),
  changeMemberRole: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({ memberId, role, proof: proofAtTheAct }),
    answer: answers<ActAnswer<'lastAdministrator' | 'unknownMember'>>(),
  }),
  signOutMember: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({ memberId }),
    answer: answers<Done>(),
  }),
  resetTwoFactor: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({ memberId, proof: proofAtTheAct }),
    answer: answers<ActAnswer<'unknownMember' | 'ownReset'>>(),
  }),
  /** Answers a code for this member alone, in groups of four, that sets a new password once. */
  inviteMember: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({ memberId, proof: proofAtTheAct }),
    answer:
      answers<
        ActAnswer<
          'unknownMember' | 'ownInvitation',
          { readonly code: string; readonly validHours: number }
        >
      >(),
  }),
};
