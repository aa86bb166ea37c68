import { isMac, type Keys, LOCK_NOW_KEYS, withCommand } from '../ui/keys.js';

function withAlt(shown: string, key: string): Keys {
  return { shown: isMac ? `⌥${shown}` : `Alt+${shown}`, spoken: `Alt+${key}` };
}

/** Keys that main handles, whether the bar or the page has the focus. */
export const KEYS = {
  back: withAlt('←', 'ArrowLeft'),
  forward: withAlt('→', 'ArrowRight'),
  home: withAlt('Home', 'Home'),
  reload: { shown: 'F5', spoken: 'F5' },
  switchFocus: { shown: 'F6', spoken: 'F6' },
  find: withCommand('F'),
  zoomOut: withCommand('-'),
  zoomReset: withCommand('0'),
  // In `aria-keyshortcuts` the sign `+` joins keys, so the key itself has the name `Plus`.
  zoomIn: { ...withCommand('+'), spoken: isMac ? 'Meta+Plus' : 'Control+Plus' },
  lockNow: LOCK_NOW_KEYS,
} as const satisfies Readonly<Record<string, Keys>>;
