import { say } from '../../shared/words/say.js';
import type { NotificationContent } from '../ports/index.js';

export interface WarningActs {
  readonly onStay: () => void;
  readonly onSignOut: () => void;
}

/**
 * The warning as a system notification: not every desktop lets the warning's window stand above others.
 * @param isIdle whether staying is possible
 */
export function warningNotification(
  isIdle: boolean,
  { onStay, onSignOut }: WarningActs,
): NotificationContent {
  const stay = { label: say('Stay signed in'), press: onStay };
  return {
    title: say('You will be signed out soon'),
    body: isIdle
      ? say('Nobody seems to be at this computer.')
      : say('This session reaches its longest length. Save your work.'),
    buttons: [{ label: say('Sign out now'), press: onSignOut }, ...(isIdle ? [stay] : [])],
  };
}
