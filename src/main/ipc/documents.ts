import { languageTag, say, type Values } from '../../shared/words/say.js';
import type { TextDocument } from '../ports/index.js';

/** The member a document is for, and when it was made. */
export interface DocumentAbout {
  readonly clinicName: string;
  readonly memberName: string;
  readonly email: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

function valuesOf({ atMs, ...names }: DocumentAbout): Values {
  const date = new Intl.DateTimeFormat(languageTag(), { dateStyle: 'long' }).format(atMs);
  return { ...names, date };
}

export function recoveryCodesText(codes: readonly string[], about: DocumentAbout): TextDocument {
  const values = valuesOf(about);
  return {
    fileName: 'recovery-codes.txt',
    text: [
      say('Recovery codes of {memberName} ({email})', values),
      // translators: the head of a printed sheet
      say('{clinicName}, {date}', values),
      '',
      ...codes,
      '',
      say('Each code replaces the authenticator app for one sign-in. Codes made earlier are void.'),
      say('Keep this page away from this computer, where nobody else finds it.'),
      '',
    ].join('\n'),
  };
}

export function emergencyKitText(recoveryKey: string, about: DocumentAbout): TextDocument {
  const values = valuesOf(about);
  return {
    fileName: 'emergency-kit.txt',
    text: [
      say('Emergency kit of {clinicName}', values),
      say('Made by {memberName} ({email}), {date}', values),
      '',
      say('Recovery key:'),
      recoveryKey,
      '',
      say(
        'With this key an administrator who forgot the password, or lost the authenticator app, can\nchoose a new password: on the sign-in screen, “Can’t sign in?”, “I have the emergency kit”.',
      ),
      say('It works once. Kits made earlier are void.'),
      '',
      say(
        'Whoever has this page can open everything in the account. Keep it in a safe, not at the\ncomputer. Without it, and without any administrator’s password, nobody can recover the data.',
      ),
      '',
    ].join('\n'),
  };
}
