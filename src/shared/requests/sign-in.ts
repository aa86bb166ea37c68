import { z } from 'zod';
import type { Answer, CannotStart, Done, Throttled, WrongCode } from './answers.js';
import { code, email, memberId, name, nothing, password, timeoutSeconds } from './inputs.js';
import { answers, request } from './request.js';

/** Why an attempt to sign in can fail at its first step. */
type CannotSignIn = CannotStart | 'memberDisabled' | 'recordTampered';

export interface RecentMember {
  readonly id: string;
  readonly name: string;
}

/** The requests before there is a session. */
export const SIGN_IN_REQUESTS = {
  createClinic: request({
    windows: ['main'],
    access: 'anyone',
    input: z.strictObject({ clinicName: name, name, email, password, timeoutSeconds }),
    answer: answers<Answer<CannotStart | 'weakPassword' | 'alreadySetUp'>>(),
  }),
  /** Answers `ok` also when a code is still missing: the next view asks for the code. */
  signIn: request({
    windows: ['main'],
    access: 'anyone',
    input: z.strictObject({ email, password }),
    answer: answers<Answer<CannotSignIn | 'wrongCredentials'> | Throttled>(),
  }),
  /** The second step of a sign-in. */
  verifyCode: request({
    windows: ['main'],
    access: 'signingIn',
    input: z.strictObject({ code }),
    answer: answers<Answer<CannotStart | WrongCode> | Throttled>(),
  }),
  useRecoveryCode: request({
    windows: ['main'],
    access: 'signingIn',
    input: z.strictObject({ code }),
    answer: answers<Answer<CannotStart | 'wrongRecoveryCode' | 'signInExpired'> | Throttled>(),
  }),
  cancelSignIn: request({
    windows: ['main'],
    access: 'anyone',
    input: nothing,
    answer: answers<Done>(),
  }),
  /**
   * The person has seen the recovery codes: the sign-in that waited for two-factor authentication
   * continues.
   */
  finishEnrolment: request({
    windows: ['main'],
    access: 'signingIn',
    input: nothing,
    answer: answers<Answer<CannotStart | 'signInExpired'>>(),
  }),
  /** An administrator goes on with an account that is in question. */
  acceptAccount: request({
    windows: ['main'],
    access: 'signingIn',
    input: nothing,
    answer: answers<Answer<CannotStart | 'signInExpired'>>(),
  }),
  redeemInvitation: request({
    windows: ['main'],
    access: 'anyone',
    input: z.strictObject({ email, code, newPassword: password }),
    answer: answers<Answer<CannotSignIn | 'wrongInvitation' | 'weakPassword'> | Throttled>(),
  }),
  useEmergencyKit: request({
    windows: ['main'],
    access: 'anyone',
    input: z.strictObject({ email, recoveryKey: code, newPassword: password }),
    answer: answers<Answer<CannotSignIn | 'wrongEmergencyKit' | 'weakPassword'> | Throttled>(),
  }),
  listRecentMembers: request({
    windows: ['main'],
    access: 'anyone',
    input: nothing,
    answer: answers<{ readonly members: readonly RecentMember[] }>(),
  }),
  readRecentMemberEmail: request({
    windows: ['main'],
    access: 'anyone',
    input: z.strictObject({ memberId }),
    answer: answers<{ readonly email: string | null }>(),
  }),
};
