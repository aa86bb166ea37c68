import { z } from 'zod';
import type { ActAnswer, Answer, CannotWrite, Done } from './answers.js';
import { email, memberId, name, password, proofAtTheAct, role } from './inputs.js';
import { answers, request } from './request.js';

/** What administrators decide about members. */
export const MEMBER_REQUESTS = {
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
  /** Answers a code for the member's eyes alone, in groups of four, that sets a new password once. */
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
