/** After this time without use a window counts as left, in milliseconds. */
export const LEFT_AFTER_MS = 60_000;

/** The same while another window has the focus, for example because this one is minimised. */
export const LEFT_BEHIND_AFTER_MS = 15_000;

/** Events that show that a person uses the window. */
const USES = ['keydown', 'input', 'pointerdown', 'focus', 'blur'] as const;

/**
 * Calls back once, when the window is left.
 * @returns a function that stops the waiting
 */
export function whenLeft(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    for (const use of USES) window.removeEventListener(use, wait, { capture: true });
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        stop();
        act();
      },
      document.hasFocus() ? LEFT_AFTER_MS : LEFT_BEHIND_AFTER_MS,
    );
  };
  for (const use of USES) window.addEventListener(use, wait, { capture: true });
  wait();
  return stop;
}
