import type { NotificationContent } from '../ports/index.js';

export interface WarningActs {
  readonly onStay: () => void;
  readonly onSignOut: () => void;
}

/**
 * The warning as a notification of the system: not every desktop lets its window stand above others.
 * @param isIdle whether staying is possible
 */
export function warningNotification(
  isIdle: boolean,
  { onStay, onSignOut }: WarningActs,
): NotificationContent {
  const stay = { label: 'Stay signed in', press: onStay };
  return {
    title: 'You will be signed out soon',
    body: isIdle
      ? 'Nobody seems to be at this computer.'
      : 'This session reaches its longest length. Save your work.',
    buttons: [{ label: 'Sign out now', press: onSignOut }, ...(isIdle ? [stay] : [])],
  };
}
