import { durationInWords } from '../../shared/policy/duration.js';
import type { EndCause } from '../../shared/workstation/end-cause.js';
import { say, sayings } from '../../shared/words/say.js';
import type { Facts } from './stored-facts.js';
import type { Said } from './said.js';

const ENDS: Readonly<Record<EndCause, string>> = sayings({
  idle: 'Signed out for inactivity',
  longestSession: 'Signed out: the longest session was reached',
  lockNow: 'Locked by hand',
  signOut: 'Signed out',
  switchUser: 'Signed out for somebody else',
  badge: 'Signed out: a badge was tapped',
  policyTightened: 'Signed out: the session timeout was shortened',
  sleep: 'Signed out: the computer went to sleep',
  screenLock: 'Signed out: the computer was locked',
  memberDisabled: 'Signed out: access was turned off',
  passwordChanged: 'Signed out: the password was changed at another workstation',
  signedOutByAdministrator: 'Signed out: an administrator ordered it',
  signedInElsewhere: 'Signed out: the member signed in at another workstation',
  signedOutElsewhere: 'Signed out by the member from another workstation',
  accountInQuestion: 'The account was changed by other means than this app',
  offlineTooLong: 'Signed out: the clinic’s server was out of reach for too long',
  workstationRemoved: 'Signed out: this workstation was removed from the clinic',
  clockChanged: 'Signed out: the computer’s clock was changed',
  computerRestarted: 'Signed out: the computer was restarted',
  loginEnded: 'Signed out: the computer was restarted, or its user logged out',
  shutdown: 'Signed out: the computer was shut down',
  quit: 'Signed out: the app was closed',
  appClosed: 'Signed out: the app stopped',
});

/** @param cause `null` for one that this version does not know */
export function endTitle(cause: EndCause | null): string {
  return cause === null ? say('Session ended') : ENDS[cause];
}

const WAYS_IN: Readonly<Record<string, string>> = sayings({
  password: 'By password.',
  secondFactor: 'By password, with two-factor authentication.',
  badge: 'By badge and PIN, after a full sign-in at this computer.',
});

/** How somebody signed in; earlier versions did not write it. */
export function startInWords({ how }: Facts): Said {
  const way = WAYS_IN[how ?? ''];
  return { title: say('Signed in'), details: way === undefined ? [] : [way] };
}

/** How a session ended, and whether its credentials were deleted. */
export function endInWords(facts: Facts): Said {
  const { cause, wipe } = facts;
  return {
    title: endTitle(cause),
    details: [
      ...limitInWords(facts),
      wipe === 'failed'
        ? say(
            'The credentials could not be deleted from the keychain at once; they were made useless before.',
          )
        : say('Credentials deleted from the keychain.'),
    ],
    alarming: wipe === 'failed' || cause === 'clockChanged',
  };
}

function limitInWords({ cause, measuredMs, limitSeconds, latenessMs }: Facts): readonly string[] {
  const byAge = cause === 'longestSession';
  const isLimited = byAge || cause === 'idle' || cause === 'policyTightened';
  if (!isLimited || measuredMs === null || limitSeconds === null) return [];
  // Under a new limit, the end is neither late nor in time.
  const late = cause === 'policyTightened' ? null : lateness(latenessMs);
  const values = {
    measured: durationInWords(measuredMs / 1_000),
    limit: durationInWords(limitSeconds),
    late: late ?? '',
  };
  if (late === null)
    return [
      byAge
        ? say('Lasted {measured}, limit {limit}.', values)
        : say('Inactive for {measured}, limit {limit}.', values),
    ];
  return [
    byAge
      ? say('Lasted {measured}, limit {limit}, ended {late} after it.', values)
      : say('Inactive for {measured}, limit {limit}, ended {late} after it.', values),
  ];
}

/** Can be long: a computer that slept, or an app that did not run, notices the end afterwards. */
function lateness(ms: number | null): string | null {
  if (ms === null) return null;
  if (ms >= 1_000) return durationInWords(ms / 1_000);
  return say('{ms} ms', { ms: Math.max(0, Math.round(ms)) });
}
