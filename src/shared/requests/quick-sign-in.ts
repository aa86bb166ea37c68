import type {
  Answer,
  CannotStart,
  CannotWrite,
  Done,
  NotWritten,
  Throttled,
  Unproved,
} from './answers.js';
import { memberId, pin, proof } from './inputs.js';
import { answers, byProvedAdministrator, requestsFrom } from './request.js';

const byAnyone = requestsFrom({ windows: ['main'], access: 'anyone' });
const byMember = requestsFrom({ windows: ['main'], access: 'member' });

/** Coming back by badge and PIN. Badges themselves never pass through a window. */
export const QUICK_SIGN_IN_REQUESTS = {
  /** The PIN of the badge that was tapped. */
  enterPin: byAnyone(
    { pin },
    answers<
      | Answer<
          | CannotStart
          | 'wrongPin'
          | 'badgeGone'
          | 'memberDisabled'
          | 'recordTampered'
          | 'accountLost'
        >
      | Throttled
    >(),
  ),
  /** Back to the sign-in with a password. */
  leaveBadge: byAnyone({}, answers<Done>()),

  /** Waits for two taps of a badge from then on; the view says how far that is. */
  startBadge: byMember(
    { proof },
    answers<Answer<'quickSignInOff' | 'notForAdministrators' | NotWritten> | Unproved>(),
  ),
  finishBadge: byMember(
    { pin },
    answers<Answer<'weakPin' | 'setUpExpired' | 'badgeTaken' | NotWritten>>(),
  ),
  cancelBadge: byMember({}, answers<Done>()),
  removeBadge: byMember({ proof }, answers<Answer<NotWritten> | Unproved>()),

  removeMemberBadge: byProvedAdministrator(
    { memberId },
    answers<Answer<CannotWrite | 'unknownMember'>>(),
  ),
};
