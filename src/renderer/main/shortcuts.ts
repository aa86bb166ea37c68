import { useEffect, useRef } from 'react';
import { shortcutKey } from '../../shared/workstation/shortcut-key.js';

const isMac = navigator.userAgent.includes('Mac');

/** A key together with Ctrl, or with ⌘ on macOS. */
interface Shortcut {
  readonly key: string;
  readonly shown: string;
  readonly spoken: string;
}

function shortcut(key: string): Shortcut {
  return isMac
    ? { key, shown: `⌘${key}`, spoken: `Meta+${key}` }
    : { key, shown: `Ctrl+${key}`, spoken: `Control+${key}` };
}

/** Main handles this shortcut, whatever the page does. */
export const LOCK_NOW_SHORTCUT = shortcut('L');

/** The page handles this shortcut, because it may have to ask for the password first. */
export const SETTINGS_SHORTCUT = shortcut(',');

/** Calls back when the shortcut is pressed anywhere in the window. */
export function useShortcut({ key }: Shortcut, onPress: () => void, enabled: boolean): void {
  const latest = useRef(onPress);
  useEffect(() => {
    latest.current = onPress;
  });
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.repeat || !(isMac ? event.metaKey : event.ctrlKey)) return;
      if (shortcutKey(event) !== key.toLowerCase()) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, [key, enabled]);
}
