import { useEffect, useEffectEvent } from 'react';
import { HELP_KEYS } from '../keys.js';

/** Two dialogs at once would fight over the focus. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}

/** Calls back when the key for help is pressed anywhere in the window, but not over a dialog. */
export function useHelpKey(onPress: () => void): void {
  const press = useEffectEvent(onPress);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
      if (event.key !== HELP_KEYS.spoken || event.repeat || !isPlain) return;
      event.preventDefault();
      if (!isDialogOpen()) press();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
