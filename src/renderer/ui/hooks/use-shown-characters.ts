import { useEffect, useState } from 'react';

/** How long a password stays readable after the last key, in milliseconds. */
const SHOWN_MILLISECONDS = 10_000;

/**
 * Whether a password's characters are shown. They are hidden again after ten seconds without a key, when
 * the form is sent, when the field is emptied, and when the window loses the focus.
 */
export function useShownCharacters(value: string): [boolean, (shown: boolean) => void] {
  const [shown, setShown] = useState(false);
  // A field that was emptied after a try starts hidden again.
  if (value === '' && shown) setShown(false);

  useEffect(() => {
    if (!shown) return;
    const hide = (): void => setShown(false);
    const timer = setTimeout(hide, SHOWN_MILLISECONDS);
    window.addEventListener('blur', hide);
    document.addEventListener('submit', hide, { capture: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('blur', hide);
      document.removeEventListener('submit', hide, { capture: true });
    };
  }, [shown, value]);

  return [shown, setShown];
}
