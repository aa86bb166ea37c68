import { useEffect, useEffectEvent } from 'react';
import { HELP_KEYS } from '../keys.js';

/** Calls back when the key for help is pressed anywhere in the window. */
export function useHelpKey(onPress: () => void): void {
  const press = useEffectEvent(onPress);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
      if (event.key !== HELP_KEYS.spoken || event.repeat || !isPlain) return;
      event.preventDefault();
      press();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
