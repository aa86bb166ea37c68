import { z } from 'zod';
import type { Answer, CannotStart, Done, Throttled, WrongCode } from './answers.js';
import { code, email, memberId, name, nothing, password, timeoutSeconds } from './inputs.js';
import { answers, requestsFrom } from './request.js';

/** Why an attempt to sign in can fail at its first step. */
type CannotSignIn = CannotStart | 'memberDisabled' | 'recordTampered';

export interface RecentMember {
  readonly id: string;
  readonly name: string;
}

const byAnyone = requestsFrom({ windows: ['main'], access: 'anyone' });
const bySigningIn = requestsFrom({ windows: ['main'], access: 'signingIn' });

/** The requests before there is a session. */
export const SIGN_IN_REQUESTS = {
  createClinic: byAnyone(
    z.strictObject({ clinicName: name, name, email, password, timeoutSeconds }),
    answers<Answer<CannotStart | 'weakPassword' | 'alreadySetUp'>>(),
  ),
  /** Answers `ok` also when a code is still missing: the next view asks for the code. */
  signIn: byAnyone(
    z.strictObject({ email, password }),
    answers<Answer<CannotSignIn | 'wrongCredentials'> | Throttled>(),
  ),
  /** The second step of a sign-in. */
  verifyCode: bySigningIn(
    z.strictObject({ code }),
    answers<Answer<CannotStart | WrongCode> | Throttled>(),
  ),
  useRecoveryCode: bySigningIn(
    z.strictObject({ code }),
    answers<Answer<CannotStart | 'wrongRecoveryCode' | 'signInExpired'> | Throttled>(),
  ),
  cancelSignIn: byAnyone(nothing, answers<Done>()),
  /**
   * The person has seen the recovery codes: the sign-in that waited for two-factor authentication
   * continues.
   */
  finishEnrolment: bySigningIn(nothing, answers<Answer<CannotStart | 'signInExpired'>>()),
  redeemInvitation: byAnyone(
    z.strictObject({ email, code, newPassword: password }),
    answers<Answer<CannotSignIn | 'wrongInvitation' | 'weakPassword'> | Throttled>(),
  ),
  useEmergencyKit: byAnyone(
    z.strictObject({ email, recoveryKey: code, newPassword: password }),
    answers<Answer<CannotSignIn | 'wrongEmergencyKit' | 'weakPassword'> | Throttled>(),
  ),
  listRecentMembers: byAnyone(nothing, answers<{ readonly members: readonly RecentMember[] }>()),
  readRecentMemberEmail: byAnyone(
    z.strictObject({ memberId }),
    answers<{ readonly email: string | null }>(),
  ),
};
