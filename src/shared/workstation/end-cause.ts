import { durationInWords } from '../policy/duration.js';
import { say } from '../words/say.js';

/** Everything that can end a session. */
export const END_CAUSES = [
  'idle',
  'longestSession',
  'lockNow',
  'signOut',
  'switchUser',
  'policyTightened',
  'sleep',
  'screenLock',
  'memberDisabled',
  'accountInQuestion',
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
  return cause === 'signOut' || cause === 'switchUser';
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

/**
 * The sentence of the sign-in view that says why the session ended.
 * @param limitSeconds the limit that was reached, for the causes that have one
 */
export function endSentence(cause: EndCause, limitSeconds: number): string {
  const limit = durationInWords(limitSeconds);
  switch (cause) {
    case 'idle':
      return say('You were signed out after {limit} of inactivity.', { limit });
    case 'longestSession':
      return say('You were signed out because a session can last {limit} at the most.', { limit });
    case 'lockNow':
      return say('You locked this workstation. Sign in to carry on.');
    case 'signOut':
      return say('You signed out.');
    case 'switchUser':
      return say('You signed out so that someone else can sign in.');
    case 'policyTightened':
      return say(
        'You were signed out because an administrator shortened the session timeout to {limit}.',
        { limit },
      );
    case 'sleep':
      return say('You were signed out because this computer went to sleep.');
    case 'screenLock':
      return say('You were signed out because this computer was locked.');
    case 'memberDisabled':
      return say('You were signed out because an administrator turned off your access.');
    case 'accountInQuestion':
      return say(
        'You were signed out because the account on this computer was changed by other means than this app.',
      );
    case 'clockChanged':
      return say('You were signed out because this computer’s clock was changed.');
    case 'computerRestarted':
      return say('You were signed out because this computer was restarted.');
    case 'loginEnded':
      return say(
        'You were signed out because this computer was restarted, or its user logged out.',
      );
    case 'shutdown':
      return say('You were signed out because this computer was shut down.');
    case 'quit':
      return say('You were signed out because the app was closed.');
    case 'appClosed':
      return say('You were signed out because the app stopped while you were signed in.');
  }
}
