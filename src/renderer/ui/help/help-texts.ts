import type { SettingsTab } from '../../../shared/requests/settings-tab.js';
import type { MainView } from '../../../shared/requests/views.js';
import { sayings } from '../../../shared/words/say.js';

/** The views and tabs that can be explained. */
export type HelpTopic = MainView['view'] | SettingsTab | 'clinicApp';

/** What each view does, in a few sentences. */
export const HELP_TEXTS = sayings<HelpTopic>({
  setUp:
    'Here you give the clinic a name and make yourself its first administrator. The automatic session timeout says after how long without activity everybody is signed out; it can be changed later. If your clinic already has an account on a server, choose “This clinic has an account already”.',
  signIn:
    'Sign in with your own email and password, never with those of a colleague. If the last session ended by itself, a line above says why. If you forgot your password or have a code on paper, choose “Can’t sign in?”.',
  twoFactor:
    'Your password was right. Now enter the six digits that your authenticator app shows. Without your phone, choose “Use a recovery code”: each of them works once.',
  enrolment:
    'Your clinic asks for a second step at each sign-in. Scan the picture with an authenticator app on your phone, then enter the code that it shows. Keep the recovery codes on paper, away from this computer.',
  acceptance:
    'The account is not the one that this computer remembers, for example after a backup was restored. An administrator decides whether to go on with it. If nobody restored a backup or moved the account, find out first who had access to this computer.',
  home: 'Here you see whose session this is and when it ends. The clinic’s web systems open in guarded windows, and their sign-ins end with the session. Lock the computer, or switch user, whenever you leave; under “My security” you change your password and your second step.',
  clinicApp:
    'Below this bar is one of the clinic’s web systems, in a window that this app guards. Your sign-in there, and the files that it sends you, go when your session ends or the window is closed. The colour and the name on the right say whose session this is. When you leave the desk, choose “Lock now”.',
  removed:
    'An administrator took this computer out of the clinic, and nothing of the clinic is left on it. To use it again, it must join with a new code.',
  broken:
    'The account cannot be opened, so nobody can sign in. Tell whoever looks after this computer what you read here. Nothing was sent anywhere.',
  'check-up':
    'This page looks at what protects the clinic and what does not, the most urgent first. Each line says why it matters, and its button leads to the place where you put it right. A line goes when its cause is gone.',
  timeout:
    'Here you decide after how long without activity a session ends, and how long it may last at most. Beside it you see how that stands against published limits. A change applies at once, also to sessions that run now.',
  'sign-in':
    'Here you decide how people prove who they are: whether everybody needs a second step, how many days they have to set it up, and what a password must be like.',
  members:
    'Here you add colleagues, change their roles and turn their access off. If somebody forgot the password, make an invitation code; if somebody lost the phone, reset the second step. Check in person who is asking.',
  workstations:
    'Several computers can share one account on a server of the clinic. Here you share it, add computers with codes, see who is signed in where, and sign somebody out from afar.',
  'clinic-apps':
    'Here you list the web systems that staff work in. Each opens in a guarded window and signs out with the session; with a sign-out address the site is told too. Printing, downloads and other permissions are off until you turn them on, except printing.',
  'audit-log':
    'Every sign-in, every end of a session and every change is written down here, and nobody can change it unnoticed. “Verify” checks all of it; an export proves itself on any computer.',
  workstation:
    'Here you see how this computer notices that somebody is there, and whether that works. The test takes six seconds, in which nobody may touch the computer.',
  about:
    'Here you see the version of the app and whether it is up to date. “Save diagnostics” makes a file for whoever helps you; it names nobody.',
});
