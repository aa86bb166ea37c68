import type { Answer, CannotStart, Done, Throttled, WrongCode } from './answers.js';
import { code, email, memberId, name, password, timeoutSeconds } from './inputs.js';
import { answers, requestsFrom } from './request.js';

/** Why an attempt to sign in can fail at its first step. */
type CannotSignIn =
  CannotStart | 'memberDisabled' | 'recordTampered' | 'accountLost' | 'shutToMembers';

export interface RecentMember {
  readonly id: string;
  readonly name: string;
}

const byAnyone = requestsFrom({ windows: ['main'], access: 'anyone' });
const bySigningIn = requestsFrom({ windows: ['main'], access: 'signingIn' });

/** The requests before there is a session. */
export const SIGN_IN_REQUESTS = {
  createClinic: byAnyone(
    { clinicName: name, name, email, password, timeoutSeconds },
    answers<Answer<CannotStart | 'weakPassword' | 'alreadySetUp'>>(),
  ),
  /** Answers `ok` also when a code is still missing: the next view asks for the code. */
  signIn: byAnyone(
    { email, password },
    answers<Answer<CannotSignIn | 'wrongCredentials' | 'wrongOrUnknownHere'> | Throttled>(),
  ),
  /** The second step of a sign-in. */
  verifyCode: bySigningIn({ code }, answers<Answer<CannotStart | WrongCode> | Throttled>()),
  useRecoveryCode: bySigningIn(
    { code },
    answers<Answer<CannotStart | 'wrongRecoveryCode' | 'signInExpired'> | Throttled>(),
  ),
  cancelSignIn: byAnyone({}, answers<Done>()),
  /**
   * The person has seen the recovery codes: the sign-in that waited for two-factor authentication
   * continues.
   */
  finishEnrolment: bySigningIn({}, answers<Answer<CannotStart | 'signInExpired'>>()),
  /** An administrator goes on with an account that is in question. */
  acceptAccount: bySigningIn({}, answers<Answer<CannotStart | 'signInExpired'>>()),
  redeemInvitation: byAnyone(
    { email, code, newPassword: password },
    answers<Answer<CannotSignIn | 'wrongInvitation' | 'weakPassword'> | Throttled>(),
  ),
  useEmergencyKit: byAnyone(
    { email, recoveryKey: code, newPassword: password },
    answers<Answer<CannotSignIn | 'wrongEmergencyKit' | 'weakPassword'> | Throttled>(),
  ),
  listRecentMembers: byAnyone({}, answers<{ readonly members: readonly RecentMember[] }>()),
  readRecentMemberEmail: byAnyone({ memberId }, answers<{ readonly email: string | null }>()),
};
