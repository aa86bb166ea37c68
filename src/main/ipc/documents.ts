import type { TextDocument } from '../ports/index.js';

/** Whose document it is, and when it was made. */
export interface DocumentAbout {
  readonly clinicName: string;
  readonly memberName: string;
  readonly email: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

function dateOf({ atMs }: DocumentAbout): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(atMs);
}

export function recoveryCodesText(codes: readonly string[], about: DocumentAbout): TextDocument {
  return {
    fileName: 'recovery-codes.txt',
    text: [
      `Recovery codes of ${about.memberName} (${about.email})`,
      `${about.clinicName}, ${dateOf(about)}`,
      '',
      ...codes,
      '',
      'Each code replaces the authenticator app for one sign-in. Codes made earlier are void.',
      'Keep this page away from this computer, where nobody else finds it.',
      '',
    ].join('\n'),
  };
}

export function emergencyKitText(recoveryKey: string, about: DocumentAbout): TextDocument {
  return {
    fileName: 'emergency-kit.txt',
    text: [
      `Emergency kit of ${about.clinicName}`,
      `Made by ${about.memberName} (${about.email}), ${dateOf(about)}`,
      '',
      'Recovery key:',
      recoveryKey,
      '',
      'With this key an administrator who forgot the password, or lost the authenticator app, can',
      'choose a new password: on the sign-in screen, “Can’t sign in?”, “I have the emergency kit”.',
      'It works once. Kits made earlier are void.',
      '',
      'Whoever has this page can open everything in the account. Keep it in a safe, not at the',
      'computer. Without it, and without any administrator’s password, nobody can recover the data.',
      '',
    ].join('\n'),
  };
}
