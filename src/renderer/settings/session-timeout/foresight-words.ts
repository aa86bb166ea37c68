import { durationInWords } from '../../../shared/policy/duration.js';
import { KEPT_DAYS } from '../../../shared/policy/foresight.js';
import { say } from '../../../shared/words/say.js';
import type { Foreseen } from './use-foresight.js';

interface Surroundings {
  /** Whether the account is one of several computers. */
  readonly isShared: boolean;
  readonly hasRoleLimits: boolean;
}

/** What another timeout would have done, in short sentences; the first one has the figures. */
export function foresightInWords(
  foreseen: Foreseen,
  { isShared, hasRoleLimits }: Surroundings,
): readonly string[] {
  const { sessions, unknown, few } = foreseen;
  // “0 of the 1 session” would be true, and say nothing.
  if (sessions < 2) return [say('The record is still too short: it needs two sessions.')];
  return [
    figures(foreseen, isShared),
    ...(unknown === 0
      ? []
      : [
          say(
            '{unknown, plural, one {For # more session this is not known: it ended at a shorter limit.} other {For # more sessions this is not known: they ended at a shorter limit.}}',
            { unknown },
          ),
        ]),
    ...(few ? [say('So few sessions say little yet.')] : []),
    ...(hasRoleLimits ? [say('Shorter limits by role are not counted.')] : []),
  ];
}

function figures(
  { span, sessions, ending, warned, timeoutSeconds }: Foreseen,
  isShared: boolean,
): string {
  const timeout = durationInWords(timeoutSeconds);
  const values = { timeout, ending, sessions, warned, where: isShared ? 'here' : 'single' };
  return span === 'week'
    ? say(
        'With {timeout}, {ending} of last week’s {sessions, plural, one {# session} other {# sessions}}{where, select, here { at this computer} other {}} would have ended while their member was away, and {warned, plural, =0 {nobody would have been warned more than ten times a day} one {# person would have been warned more than ten times on one day} other {up to # people would have been warned more than ten times a day}}.',
        values,
      )
    : say(
        'With {timeout}, {ending} of the {sessions, plural, one {# session} other {# sessions}} of the last {days} days{where, select, here { at this computer} other {}} would have ended while their member was away, and {warned, plural, =0 {nobody would have been warned more than ten times a day} one {# person would have been warned more than ten times on one day} other {up to # people would have been warned more than ten times a day}}.',
        { ...values, days: KEPT_DAYS },
      );
}
