import { say } from '../../../shared/words/say.js';
import type { SourceId } from './sources.js';

export type ChapterId =
  | 'walkingAway'
  | 'passwords'
  | 'twoFactor'
  | 'phishing'
  | 'eyesAndEars'
  | 'paper'
  | 'lostPhones'
  | 'wentWrong';

export interface Chapter {
  readonly id: ChapterId;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** What its advice was held against. */
  readonly sources: readonly SourceId[];
}

/**
 * The guide for everybody who works here: what to do, and why. A chapter has at most 120 words, because it is
 * read between two patients. Raise `GUIDE_EDITION` when the advice changes.
 * @param shortcut the keys that lock now, as this computer's keyboard names them
 */
export const chapters = (shortcut: string): readonly Chapter[] => [
  {
    id: 'walkingAway',
    title: say('Walking away'),
    sources: ['securityRule', 'nhs'],
    paragraphs: [
      say(
        'Before you leave the desk or the treatment room, press “Lock now” or {shortcut}. It takes a second, even if you only fetch a patient from the waiting room.',
        { shortcut },
      ),
      say(
        'In that minute somebody could read the next record, or write in it under your name. What is done in your session counts as done by you.',
      ),
      say(
        'The app also signs you out when nobody is there. That is a safety net: until then the screen is open to everybody. When a colleague needs the computer, use “Switch user”, so that each of you works under your own name.',
      ),
    ],
  },
  {
    id: 'passwords',
    title: say('Strong passwords'),
    sources: ['nist', 'ncsc', 'nhs'],
    paragraphs: [
      say(
        'Length protects more than odd characters do. Three or four words that have nothing to do with each other, or with you, are easy to remember and hard to guess.',
      ),
      say(
        'Use this password nowhere else. When another site is robbed, thieves try what they found there at every door. For other sites a password manager helps, if your clinic allows one.',
      ),
      say(
        'Tell it to nobody: not to a colleague in a hurry, not to IT, not to your manager. Nobody who really helps you needs it. You need not change it every few months. Change it at once, under “My security”, when somebody else may know it.',
      ),
    ],
  },
  {
    id: 'twoFactor',
    title: say('Two-factor authentication'),
    sources: ['nist', 'practices'],
    paragraphs: [
      say(
        'A password can be guessed or watched. With two-factor authentication that is not enough: signing in also needs a code from your phone, and the code changes every 30 seconds. You set it up under “My security” in a few minutes.',
      ),
      say(
        'Recovery codes open the same door when the phone is not at hand. Keep them on paper at home or in a locked drawer, not under the keyboard and not as a photo.',
      ),
      say(
        'Read a code to nobody, however urgent the call sounds. Whoever asks you for one may be signing in as you at that moment. Type it only where you began to sign in yourself.',
      ),
    ],
  },
  {
    id: 'phishing',
    title: say('False messages'),
    sources: ['practices', 'nhs'],
    paragraphs: [
      say(
        'An email, a text message or a call can pretend to come from a laboratory, a supplier, your bank or your manager. This is called phishing. It is unexpected, it hurries you, and it wants something: open a file, follow a link, pay, give a password or a code.',
      ),
      say(
        'Take your time; honest people can wait. Don’t use the link or the number in the message. Open the site as you always do, or call a number that you already have.',
      ),
      say(
        'If you clicked or typed something, tell your administrator at once. Early on much can still be stopped, and colleagues who got the same message can be warned.',
      ),
    ],
  },
  {
    id: 'eyesAndEars',
    title: say('Eyes and ears around you'),
    sources: ['incidental', 'nhs'],
    paragraphs: [
      say(
        'Turn the screen so that it can’t be read from the counter, the waiting room or the window. Where that is not possible, ask for a privacy filter. Open only the record that you need, and close it before the next patient sits down.',
      ),
      say(
        'When you type a password, look who stands behind you. Asking somebody to step back is not rude.',
      ),
      say(
        'Ears count as well. At the front desk, don’t say a name, a birth date and the reason for a visit aloud. Let patients write them down, or go to a quieter place. On the phone, make sure who is calling before you say anything about a patient.',
      ),
    ],
  },
  {
    id: 'paper',
    title: say('Paper'),
    sources: ['disposal', 'oaic'],
    paragraphs: [
      say(
        'Paper has no password. Fetch what you print at once: everybody who passes can read what lies in the tray. Keep letters and lists face down on the counter, and lock them away before you go home. No password belongs on a note at the computer.',
      ),
      say(
        'Before you hand over or post a page, check the name and the address, and that no page of another patient is among them. Letters to the wrong person are a very common mistake.',
      ),
      say(
        'What may be thrown away goes into the shredder or the locked bin, never into ordinary waste. Don’t leave papers in a car.',
      ),
    ],
  },
  {
    id: 'lostPhones',
    title: say('Lost phones'),
    sources: ['practices', 'securityRule'],
    paragraphs: [
      say(
        'A phone with your authenticator app or your work email is a key to the clinic. Protect it with a PIN of six digits or more, a fingerprint or your face, and install its updates. Turn on what finds it and erases it from afar. Keep no pictures of patients or of screens on it.',
      ),
      say(
        'If it is lost or stolen, tell your administrator at once, even if it may turn up again. Administrators can reset your two-factor authentication and end your sessions. Lock or erase the phone from another device, and change the passwords that it knew.',
      ),
      say('The same goes for a laptop, a memory stick, a badge or a door key.'),
    ],
  },
  {
    id: 'wentWrong',
    title: say('When something went wrong'),
    sources: ['ico', 'oaic', 'securityRule'],
    paragraphs: [
      say(
        'A wrong record opened, a letter sent to the wrong address, a link clicked, a phone lost: it happens to careful people. Say so at once, to your administrator or whoever is responsible for data protection.',
      ),
      say(
        'Time matters. In the United Kingdom and the European Union a clinic may have only 72 hours to report what happened, and other countries have limits too. Patients can protect themselves only when they know.',
      ),
      say(
        'Delete nothing, and don’t try to mend it alone. Write down what happened, when, and whose data it was. If the computer behaves strangely, press “Lock now”, don’t use it any more, and fetch help.',
      ),
    ],
  },
];
