export const isMac = navigator.userAgent.includes('Mac');

/** The keys of a shortcut. */
export interface Keys {
  readonly shown: string;
  /** In the syntax of `aria-keyshortcuts`. */
  readonly spoken: string;
}

/** A key together with Ctrl, or with ⌘ on macOS. */
export function withCommand(key: string): Keys {
  return isMac
    ? { shown: `⌘${key}`, spoken: `Meta+${key}` }
    : { shown: `Ctrl+${key}`, spoken: `Control+${key}` };
}

/** Main handles this shortcut, whatever a page does. */
export const LOCK_NOW_KEYS = withCommand('L');

export const HELP_KEYS: Keys = { shown: 'F1', spoken: 'F1' };
