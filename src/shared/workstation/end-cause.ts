import { durationInWords } from '../policy/duration.js';
import { say, sayings } from '../words/say.js';

/** Everything that can end a session. */
export const END_CAUSES = [
  'idle',
  'longestSession',
  'lockNow',
  'signOut',
  'switchUser',
  'badge',
  'policyTightened',
  'sleep',
  'screenLock',
  'memberDisabled',
  'passwordChanged',
  'signedOutByAdministrator',
  'signedInElsewhere',
  'signedOutElsewhere',
  'accountInQuestion',
  'offlineTooLong',
  'workstationRemoved',
  'clockChanged',
  'computerRestarted',
  'loginEnded',
  'shutdown',
  'quit',
  'appClosed',
] as const;

export type EndCause = (typeof END_CAUSES)[number];

/** Whether the person ended the session knowingly and hands the computer over. */
export function isHandover(cause: EndCause): boolean {
  return cause === 'signOut' || cause === 'switchUser' || cause === 'badge';
}

/**
 * Whether nobody is expected at the computer after this end: a limit was reached, or the person locked the
 * app and left. Not a handover to the next person, and not an end that the computer caused.
 */
export function leavesComputer(cause: EndCause): boolean {
  return (
    cause === 'idle' ||
    cause === 'longestSession' ||
    cause === 'policyTightened' ||
    cause === 'lockNow'
  );
}

/** The causes whose sentence names a limit. */
type LimitCause = 'idle' | 'longestSession' | 'policyTightened' | 'offlineTooLong';

/** The sentences of the causes that are no limit. */
const SENTENCES = sayings<Exclude<EndCause, LimitCause>>({
  lockNow: 'You locked this workstation. Sign in to carry on.',
  signOut: 'You signed out.',
  switchUser: 'You signed out so that someone else can sign in.',
  badge: 'You were signed out because a badge was tapped.',
  sleep: 'You were signed out because this computer went to sleep.',
  screenLock: 'You were signed out because this computer was locked.',
  memberDisabled: 'You were signed out because an administrator turned off your access.',
  passwordChanged: 'You were signed out because your password was changed at another workstation.',
  signedOutByAdministrator: 'You were signed out by an administrator.',
  signedInElsewhere: 'You were signed out because you signed in at another workstation.',
  signedOutElsewhere: 'You signed out here from another workstation.',
  accountInQuestion:
    'You were signed out because the account on this computer is not the one that it remembers, or was changed by other means than this app.',
  workstationRemoved:
    'You were signed out because an administrator removed this workstation from the clinic.',
  clockChanged: 'You were signed out because this computer’s clock was changed.',
  computerRestarted: 'You were signed out because this computer was restarted.',
  loginEnded: 'You were signed out because this computer was restarted, or its user logged out.',
  shutdown: 'You were signed out because this computer was shut down.',
  quit: 'You were signed out because the app was closed.',
  appClosed: 'You were signed out because the app stopped while you were signed in.',
});

/**
 * The sentence of the sign-in view that says why the session ended.
 * @param limitSeconds the limit that was reached, for the causes that have one
 */
export function endSentence(cause: EndCause, limitSeconds: number): string {
  const limit = durationInWords(limitSeconds);
  if (cause === 'idle') return say('You were signed out after {limit} of inactivity.', { limit });
  if (cause === 'longestSession')
    return say('You were signed out because a session can last {limit} at the most.', { limit });
  if (cause === 'policyTightened')
    return say(
      'You were signed out because an administrator shortened the session timeout to {limit}.',
      { limit },
    );
  if (cause === 'offlineTooLong')
    return say(
      'You were signed out because this workstation has not reached the clinic’s server for {limit}.',
      { limit },
    );
  return SENTENCES[cause];
}
