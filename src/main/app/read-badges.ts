import type { QuickSignInDesk } from '../quick-sign-in/quick-sign-in-desk.js';
import { BadgeReader } from '../windows/input/badge-reader.js';

/** Listens for badges in the app's own windows. To be called before the first of them. */
export function readBadges(
  quickSignIn: Pick<QuickSignInDesk, 'isOn' | 'tapped'>,
  onUnexpected: (error: unknown) => void,
): void {
  const reader = new BadgeReader({
    isOn: () => quickSignIn.isOn,
    onBadge: (badge) => void quickSignIn.tapped(badge).catch(onUnexpected),
  });
  reader.listenEverywhere();
}
