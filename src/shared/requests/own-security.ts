import { z } from 'zod';
import { LANGUAGE_IDS } from '../words/languages/languages.js';
import type {
  ActAnswer,
  Answer,
  NotWritten,
  SaveAnswer,
  Throttled,
  Unproved,
  WrongCode,
} from './answers.js';
import { code, password, proof, proofAtTheAct } from './inputs.js';
import { answers, request, requestsFrom } from './request.js';

/** Ten codes, each for one sign-in; shown once. */
interface RecoveryCodes {
  readonly recoveryCodes: readonly string[];
}

const byMember = requestsFrom({ windows: ['main'], access: 'member' });
const byEnrolling = requestsFrom({ windows: ['main'], access: 'enrolling' });

/** What members do for their own sign-in. Administrators also make the emergency kit here. */
export const OWN_SECURITY_REQUESTS = {
  confirmPassword: request({
    windows: ['main', 'settings'],
    access: 'member',
    input: z.strictObject({ password }),
    answer: answers<Answer<'wrongPassword' | NotWritten> | Throttled>(),
  }),
  changePassword: byMember(
    { proof, newPassword: password },
    answers<Answer<'weakPassword' | NotWritten> | Unproved>(),
  ),
  /** Within a session it needs a proof; within a sign-in the proof is `null`. */
  startTwoFactor: byEnrolling(
    { proof: proof.nullable() },
    answers<
      ActAnswer<
        'signInExpired',
        {
          /** Base32 in groups of four, to be typed into an authenticator app. */
          readonly secret: string;
          /** `otpauth://` address, for the QR code. */
          readonly uri: string;
        }
      >
    >(),
  ),
  confirmTwoFactor: byEnrolling({ code }, answers<Answer<WrongCode | NotWritten, RecoveryCodes>>()),
  turnOffTwoFactor: byMember(
    { proof },
    answers<Answer<NotWritten | 'twoFactorRequired'> | Unproved>(),
  ),
  renewRecoveryCodes: byMember({ proof }, answers<Answer<NotWritten, RecoveryCodes> | Unproved>()),
  /** Answers the recovery key in groups of four; it is shown once. */
  makeEmergencyKit: request({
    windows: ['main'],
    access: 'administrator',
    input: z.strictObject({ proof: proofAtTheAct }),
    answer: answers<ActAnswer<never, { readonly recoveryKey: string }>>(),
  }),
  /** `null` goes by the computer. */
  chooseLanguage: byMember(
    { language: z.enum(LANGUAGE_IDS).nullable() },
    answers<Answer<NotWritten>>(),
  ),
  /** Says that this member read the guide _Protecting patient data_, in this app's edition. */
  markGuideRead: byMember({}, answers<Answer<NotWritten>>()),
  /** Asks where to save what is on the screen, and saves it as a text file. */
  saveDocument: request({
    windows: ['main'],
    access: 'enrolling',
    input: z.discriminatedUnion('document', [
      z.strictObject({ document: z.literal('recoveryCodes'), codes: z.array(code).min(1).max(20) }),
      z.strictObject({ document: z.literal('emergencyKit'), recoveryKey: code }),
    ]),
    answer: answers<SaveAnswer<'fileFailed'>>(),
  }),
};
