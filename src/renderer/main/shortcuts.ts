import { useEffect, useEffectEvent } from 'react';
import { shortcutKey } from '../../shared/workstation/shortcut-key.js';
import { isMac, LOCK_NOW_KEYS, withCommand } from '../ui/keys.js';

/** Main handles this shortcut, whatever the page does. */
export const LOCK_NOW_SHORTCUT = LOCK_NOW_KEYS;

/** The page handles this shortcut, because it may have to ask for the password first. */
const SETTINGS_KEY = ',';
export const SETTINGS_SHORTCUT = withCommand(SETTINGS_KEY);

/** Calls back when that shortcut is pressed anywhere in the window. */
export function useSettingsShortcut(onPress: () => void, enabled: boolean): void {
  const press = useEffectEvent(onPress);
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.repeat || !(isMac ? event.metaKey : event.ctrlKey)) return;
      if (shortcutKey(event) !== SETTINGS_KEY) return;
      event.preventDefault();
      press();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [enabled]);
}
