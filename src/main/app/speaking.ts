import { app } from 'electron';
import { ownLanguage } from '../host/environment/languages.js';
import { sayMenuAnew } from '../windows/menu.js';
import type { StatusTray } from '../windows/tray.js';

export interface Speaking {
  /** Speaks a member's language from now on; `null` is the computer's. */
  readonly speak: (chosen: string | null) => void;
}

/** Main's language. What was said already and stays on the screen is said anew in another one. */
export function speaking(tray: Pick<StatusTray, 'sayAnew'>): Speaking {
  const language = ownLanguage(app);
  return {
    speak: (chosen) => {
      if (!language.speak(chosen)) return;
      tray.sayAnew();
      sayMenuAnew();
    },
  };
}
