const isMac = navigator.userAgent.includes('Mac');

/** Keys that main acts on, whether the bar or the page has the focus. */
export interface Keys {
  readonly shown: string;
  /** As `aria-keyshortcuts` takes it. */
  readonly spoken: string;
}

function withCommand(key: string): Keys {
  return isMac
    ? { shown: `⌘${key}`, spoken: `Meta+${key}` }
    : { shown: `Ctrl+${key}`, spoken: `Control+${key}` };
}

function withAlt(shown: string, key: string): Keys {
  return { shown: isMac ? `⌥${shown}` : `Alt+${shown}`, spoken: `Alt+${key}` };
}

export const KEYS = {
  back: withAlt('←', 'ArrowLeft'),
  forward: withAlt('→', 'ArrowRight'),
  home: withAlt('Home', 'Home'),
  reload: { shown: 'F5', spoken: 'F5' },
  find: withCommand('F'),
  zoomOut: withCommand('-'),
  zoomReset: withCommand('0'),
  // `+` joins keys in `aria-keyshortcuts`, so that the key itself goes by its name there.
  zoomIn: { ...withCommand('+'), spoken: isMac ? 'Meta+Plus' : 'Control+Plus' },
  lockNow: withCommand('L'),
} as const satisfies Readonly<Record<string, Keys>>;
