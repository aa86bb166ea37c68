import { durationInWords } from '../../shared/policy/duration.js';
import { STORAGE_ADVICE, storageTrouble } from '../../shared/workstation/storage-trouble.js';
import { say, sayings } from '../../shared/words/say.js';
import type { NotWritten, Refusal, Throttled } from '../../shared/requests/answers.js';
import { LostShareError } from '../identity/lost-share.js';
import type { Notice, NoticeKind } from '../ports/index.js';

/** The text for a person after a refusal: what happened, and what to do. */
const MESSAGES = sayings({
  keychainUnavailable:
    'This computer’s keychain did not answer, so nothing could be kept safe and nothing was changed. Unlock or start the keychain, then try again.',
  keychainMissing:
    'This computer’s keychain did not answer: no program that keeps secrets (Secret Service) is running. Nothing was changed. Install or start one, such as GNOME Keyring or KWallet, then try again.',
  keychainLocked:
    'This computer’s keychain stayed locked, so nothing could be kept safe and nothing was changed. Try again, and enter the keychain’s password when it asks. Often it is the one that opens this computer.',
  keychainWithoutWallet:
    'KWallet, this computer’s keychain, has no wallet yet, so nothing could be kept safe and nothing was changed. Open KWalletManager and create a wallet, then try again.',
  keychainCancelled:
    'The keychain was not waited for any longer, and nothing was changed. Try again when you are ready to unlock it.',
  stillWiping:
    'The last session’s credentials are still being deleted. Wait for that to finish, then sign in again.',
  discarded: 'This workstation was locked while you signed in. Sign in again.',
  wrongCredentials: 'That email and password do not match. Check both and try again.',
  wrongOrUnknownHere:
    'Email or password is wrong, or this member has not signed in at this workstation before, which needs the server.',
  shutToMembers:
    'This workstation has been without the clinic’s server for longer than your clinic allows. Until the server is back only an administrator can sign in: one with two-factor authentication who has signed in here before.',
  memberDisabled: 'Your access was turned off. Ask an administrator of your clinic.',
  recordTampered:
    'What protects your sign-in was changed by other means than this app, so it is not trusted. Ask an administrator to reset your two-factor authentication.',
  accountInQuestion:
    'The account on this computer is not the one that it remembers, or it was changed by other means than this app. An administrator must sign in first and decide whether to go on with it.',
  accountLost:
    'The first decision of this clinic’s account was changed or removed by other means than this app. So nothing shows who its administrators are, and nobody can sign in or go on with it. Quit the app and restore a backup of account.db, as the administrator’s guide says under “Backup and restore”. If there is no backup, move account.db, account.db-wal and account.db-shm out of the app’s data folder and start anew: the clinic is then set up again, without what it had.',
  wrongCode:
    'That code is not right. Enter the newest one that your authenticator app shows. If new ones are refused too, set the time of your phone and of this computer to automatic.',
  usedCode: 'That code was used already. Wait for the next one.',
  wrongRecoveryCode: 'That recovery code is not right, or it was used already. Try another one.',
  signInExpired: 'This sign-in took longer than 5 minutes. Sign in again.',
  wrongInvitation:
    'That invitation code does not belong to this email, or it was used or is older than a day. Check both, or ask an administrator for a new one.',
  wrongEmergencyKit:
    'That recovery key does not open this account for that email. Check every group of the newest kit, and use an administrator’s email.',
  twoFactorRequired:
    'Your clinic requires two-factor authentication of everyone, so it stays on. You can set up a new device instead.',
  fileFailed: 'The file could not be saved there. Choose another place, or print it.',
  diagnosticsFailed: 'The diagnostics could not be saved there. Choose another place.',
  auditLogDamaged:
    'The log cannot be shortened there, because the event has lost its proof. Verify the log first.',
  auditLogFailed: 'The audit log could not be saved there. Choose another place.',
  noUpdateReady: 'There is no update that is ready to be installed any more.',
  alreadySetUp: 'This workstation is set up already. Start the app again to sign in.',
  serverAway:
    'This needs the clinic’s server, which does not answer. Try again when it is back; nothing was changed.',
  serverUnsure:
    'The clinic’s server did not answer in time, so it is not sure whether this was saved. It shows here as soon as the server answers.',
  proofRequired: 'Show that it is you to go on.',
  lockedMeanwhile: 'This workstation was locked meanwhile, and nothing was changed. Sign in again.',
  ownReset:
    'You can’t reset your own two-factor authentication here. Set up a new device under My security, or ask another administrator to reset it.',
  ownInvitation:
    'You can’t make an invitation code for yourself. Change your password under My security, or ask another administrator for a code.',
  noAccessToInvite:
    'That member’s access is turned off, so there is no invitation code for them. Turn it on first, then make a code.',
  wrongPassword: 'That password is not right. Try again.',
  badgeGone: 'This badge can’t be used here now. Sign in with your password.',
  weakPin:
    'That PIN is too easy to guess. Use other digits: none that repeat, go up or down, or are on your badge.',
  badgeTaken:
    'Another member signs in here with this badge, so it was not set up for you. Start again with a badge of your own.',
  setUpExpired: 'This took too long, and nothing was changed. Start again.',
  quickSignInOff: 'Your clinic does not use quick sign-in. Nothing was changed.',
  notForAdministrators:
    'Administrators always sign in with their password, so a badge can’t be set up for you.',
  emailTaken: 'A member with that email exists already.',
  lastAdministrator:
    'This is the last active administrator. Make another member an administrator first.',
  unknownMember: 'That member does not exist any more.',
  unknownApp: 'That clinic app does not exist any more, or your role may not open it.',
  tooManyApps: 'There can be 40 clinic apps at the most. Remove one first.',
  signOutOutside:
    'The sign-out address is not part of this app. Use one at the app’s own address, or add its host to the allowed hosts.',
  noSignInSaved: 'No sign-in is saved for this app.',
  otherSite: 'This page is not at the app’s own address, so nothing was filled in.',
  noFields: 'This page has no fields for a user name or a password. Open its sign-in page first.',
  notTaken:
    'The page did not take your sign-in over. Look at what it shows, then type what is missing yourself.',
});

export type MessageCode = keyof typeof MESSAGES;

/** What the log on the clinic's server throws, by the names of its errors. */
const OF_THE_SERVER: Readonly<Record<string, 'serverAway' | 'serverUnsure'>> = {
  ServerAwayError: 'serverAway',
  ServerUnsureError: 'serverUnsure',
};

/** @param error why nothing was written: what the database threw, or the log on the clinic's server */
export function writeRefusal(error: unknown): Refusal<NotWritten> {
  const ofTheServer = error instanceof Error ? OF_THE_SERVER[error.name] : undefined;
  return ofTheServer === undefined ? storageRefusal(error) : refusal(ofTheServer);
}

/** @param error what the database threw, or the account that misses what it needs */
export function storageRefusal(error: unknown): Refusal<'storageFailed'> {
  if (error instanceof LostShareError)
    return {
      ok: false,
      code: 'storageFailed',
      message: say(
        'What opens the clinic’s keys here was changed by other means than this app, so nothing was decided. Ask another administrator to turn your access off and on again or, for a code on paper, to make a new one. If nobody else can, restore a backup.',
      ),
    };
  const advice = STORAGE_ADVICE[storageTrouble(error)];
  const message = say(
    'The account database could not be written, so nothing was changed. {advice} Then try again.',
    { advice },
  );
  return { ok: false, code: 'storageFailed', message };
}

export function refusal<Code extends MessageCode>(code: Code): Refusal<Code> {
  return { ok: false, code, message: MESSAGES[code] };
}

/** The refusal of a service: a code, and for some codes a value for the message. */
interface Refused {
  readonly ok: false;
  readonly code: string;
  /** For `throttled`: 1 or more. */
  readonly retryAfterSeconds?: number;
  /** For `weakPassword`: the reason in words. */
  readonly problem?: string;
}

type Explained<R extends Refused> = R extends { readonly code: 'throttled' }
  ? Throttled
  : R extends { readonly code: infer Code extends MessageCode | 'weakPassword' }
    ? Refusal<Code>
    : never;

/** The refusal of a service, in words for the person who asked. */
export function explain<R extends Refused>(refused: R): Explained<R> {
  const { code, retryAfterSeconds, problem } = refused;
  const message =
    retryAfterSeconds === undefined
      ? (problem ?? MESSAGES[code as MessageCode])
      : say('There were too many wrong tries. You can try again in {duration}.', {
          duration: durationInWords(retryAfterSeconds),
        });
  // One object serves every code; its type tells the codes apart.
  return {
    ok: false,
    code,
    message,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  } as unknown as Explained<R>;
}

/** @param triesLeft before a password is needed, 1 or more */
export function wrongPin(triesLeft: number): Refusal<'wrongPin'> {
  const message = say(
    'That PIN is not right. {triesLeft, plural, one {One try is} other {# tries are}} left.',
    { triesLeft },
  );
  return { ok: false, code: 'wrongPin', message };
}

/** Notices that a member reads once. `amount` is for the kinds that count something. */
const NOTICES: Readonly<Record<NoticeKind, (amount: number) => string>> = {
  timeoutWasNever: () =>
    say('Your account’s session timeout was set to Never. It is now 7 days, the longest allowed.'),
  timeoutWasCapped: () =>
    say(
      'Your account’s session timeout was longer than 7 days. It is now 7 days, the longest allowed.',
    ),
  policyUnreadable: () =>
    say(
      'Your account’s session settings could not be read. Safe ones hold until an administrator saves new ones in Settings.',
    ),
  passwordSetForYou: () =>
    say('An administrator chose your password. Choose your own one now, under My security.'),
  invitationUsed: () =>
    say(
      'An invitation code was used to set a new password. If nobody of you made that code, disable that member, and change your passwords.',
    ),
  accountAccepted: () =>
    say(
      'An administrator went on with this account, although it was older than this computer remembered, or was changed by other means than this app. Check members and settings; the audit log says who it was.',
    ),
  emergencyKitUsed: () =>
    say(
      'The emergency kit was used to get back into this account, and is void now. If that was not one of you, change your passwords. Make a new kit under My security.',
    ),
  recordTampered: () =>
    say(
      'Something that protects sign-ins was changed by other means than this app. The stricter rule holds; the audit log says whose it was. Check who can reach this computer’s files.',
    ),
  failedSignIns: (amount) =>
    say(
      '{amount, plural, one {One try} other {# tries}} to sign in as you failed since your last visit. If that was not you, change your password and tell an administrator.',
      { amount },
    ),
  recoveryCodeUsed: (amount) =>
    say(
      'A recovery code was used in the place of your authenticator app; {amount, plural, one {one is} other {# are}} left. Set up your new device, or make new codes, under My security.',
      { amount },
    ),
};

export function noticeText({ kind, amount }: Pick<Notice, 'kind' | 'amount'>): string {
  return NOTICES[kind](amount ?? 0);
}
