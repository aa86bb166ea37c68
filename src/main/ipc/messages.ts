import { SHORTEST_PASSWORD } from '../../contract/password-rule.js';
import type { Refusal } from '../../contract/requests.js';
import type { NoticeKind } from '../ports.js';

/** What a person reads when something was refused: what happened, and what to do. */
const MESSAGES = {
  keychainUnavailable:
    'This computer’s keychain did not answer, so your sign-in cannot be kept safe. Unlock or start the keychain, then sign in again.',
  storageFailed:
    'The account database could not be written, so nothing was changed. Check that the disk is not full, then try again.',
  stillWiping:
    'The last session’s credentials are still being deleted. Wait for that to finish, then sign in again.',
  discarded: 'This workstation was locked while you signed in. Sign in again.',
  wrongCredentials: 'That email and password do not match. Check both and try again.',
  memberDisabled: 'Your access was turned off. Ask an administrator of your clinic.',
  weakPassword: `Choose a password of at least ${SHORTEST_PASSWORD} characters.`,
  alreadySetUp: 'This workstation is set up already. Start the app again to sign in.',
  wrongPassword: 'That password is not right. Try again.',
  emailTaken: 'A member with that email exists already.',
  lastAdministrator:
    'This is the last active administrator. Make another member an administrator first.',
  unknownMember: 'That member does not exist any more.',
} as const;

export type MessageCode = keyof typeof MESSAGES;

export function refusal<Code extends MessageCode>(code: Code): Refusal<Code> {
  return { ok: false, code, message: MESSAGES[code] };
}

const NOTICES: Readonly<Record<NoticeKind, string>> = {
  timeoutWasNever:
    "Your account's session timeout was set to Never. It is now 7 days, the longest allowed.",
  timeoutWasCapped:
    "Your account's session timeout was longer than 7 days. It is now 7 days, the longest allowed.",
  policyUnreadable:
    'Your account’s session settings could not be read. Safe ones hold until an administrator saves new ones in Settings.',
  passwordSetForYou:
    'An administrator chose your password. Choose your own one now, under My security.',
};

export function noticeText(kind: NoticeKind): string {
  return NOTICES[kind];
}
