/**
 * Calls back once the current DOM has been painted. A hidden window paints nothing and gets no animation
 * frames: then it calls back at once.
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
