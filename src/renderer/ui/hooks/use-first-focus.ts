import { type RefObject, useEffect, useRef } from 'react';

/** Focuses an element when its view appears. */
export function useFirstFocus<Target extends HTMLElement>(): RefObject<Target | null> {
  const target = useRef<Target>(null);
  useEffect(() => target.current?.focus(), []);
  return target;
}
