import type { QuickSignInDesk } from '../../../src/main/quick-sign-in/quick-sign-in-desk.js';

/** As it is where the policy does not allow it. */
export const NO_QUICK_SIGN_IN: QuickSignInDesk = {
  isOn: false,
  shown: null,
  stage: 'none',
  tapped: () => Promise.resolve(),
  enterPin: () => Promise.resolve({ ok: false, code: 'badgeGone' }),
  leave: () => undefined,
  signedInFully: () => undefined,
  hasBadge: () => false,
  begin: () => ({ ok: false, code: 'quickSignInOff' }),
  finish: () => Promise.resolve({ ok: false, code: 'setUpExpired' }),
  cancel: () => undefined,
  remove: () => Promise.resolve(),
  removeOf: () => Promise.resolve({ ok: true }),
};
