import { z } from 'zod';
import type { ActAnswer, Answer, SaveAnswer, Throttled, Unproved, WrongCode } from './answers.js';
import { code, password, proof, proofAtTheAct } from './inputs.js';
import { answers, request } from './request.js';

/** Ten codes, each for one sign-in; shown once. */
interface RecoveryCodes {
  readonly recoveryCodes: readonly string[];
}

/** What members do for their own sign-in. Administrators also make the emergency kit here. */
export const OWN_SECURITY_REQUESTS = {
  confirmPassword: request({
    windows: ['main', 'settings'],
    access: 'member',
    input: z.strictObject({ password }),
    answer: answers<Answer<'wrongPassword' | 'storageFailed'> | Throttled>(),
  }),
  changePassword: request({
    windows: ['main'],
    access: 'member',
    input: z.strictObject({ proof, newPassword: password }),
    answer: answers<Answer<'weakPassword' | 'storageFailed'> | Unproved>(),
  }),
  /** Within a session it needs a proof; within a sign-in the proof is `null`. */
  startTwoFactor: request({
    windows: ['main'],
    access: 'enrolling',
    input: z.strictObject({ proof: proof.nullable() }),
    answer: answers<
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
  }),
  confirmTwoFactor: request({
    windows: ['main'],
    access: 'enrolling',
    input: z.strictObject({ code }),
    answer: answers<Answer<WrongCode | 'storageFailed', RecoveryCodes>>(),
  }),
  turnOffTwoFactor: request({
    windows: ['main'],
    access: 'member',
    input: z.strictObject({ proof }),
    answer: answers<Answer<'storageFailed' | 'twoFactorRequired'> | Unproved>(),
  }),
  renewRecoveryCodes: request({
    windows: ['main'],
    access: 'member',
    input: z.strictObject({ proof }),
    answer: answers<Answer<'storageFailed', RecoveryCodes> | Unproved>(),
  }),
  /** Answers the recovery key in groups of four; it is shown once. */
  makeEmergencyKit: request({
    windows: ['main'],
    access: 'administrator',
    input: z.strictObject({ proof: proofAtTheAct }),
    answer: answers<ActAnswer<never, { readonly recoveryKey: string }>>(),
  }),
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
