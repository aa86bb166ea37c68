/*
 * The keys that main listens to, as hints only: main acts on them, whatever the page does.
 */
const isMac = navigator.userAgent.includes('Mac');

function shortcut(key: string): { readonly shown: string; readonly spoken: string } {
  return isMac
    ? { shown: `⌘${key}`, spoken: `Meta+${key}` }
    : { shown: `Ctrl+${key}`, spoken: `Control+${key}` };
}

export const LOCK_NOW_SHORTCUT = shortcut('L');
export const SETTINGS_SHORTCUT = shortcut(',');
