/**
 * Calls back once what is in the DOM now has been painted, or at once where nothing is painted
 * because the window is hidden (no animation frames come then).
 */
export function afterPaint(callback: () => void): void {
  if (document.visibilityState !== 'visible') {
    callback();
    return;
  }
  let called = false;
  const callOnce = (): void => {
    document.removeEventListener('visibilitychange', callOnce);
    if (called) return;
    called = true;
    callback();
  };
  document.addEventListener('visibilitychange', callOnce);
  // The first frame callback runs before the paint of that frame, the second after it.
  requestAnimationFrame(() => requestAnimationFrame(callOnce));
}
