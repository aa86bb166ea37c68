import { type RefObject, useEffect, useRef } from 'react';

/** Gives an element the focus when its view comes up. */
export function useFirstFocus<Target extends HTMLElement>(): RefObject<Target | null> {
  const target = useRef<Target>(null);
  useEffect(() => target.current?.focus(), []);
  return target;
}
