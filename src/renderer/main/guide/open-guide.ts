import { createContext, useContext } from 'react';

/** What opens the guide in this view, or `null` where it can’t be shown. */
export const OpenGuide = createContext<(() => void) | null>(null);

/**
 * What opens the guide _Protecting patient data_ instead of the view around it, or `null` where it can’t be
 * shown: then nothing offers it.
 */
export function useOpenGuide(): (() => void) | null {
  return useContext(OpenGuide);
}
