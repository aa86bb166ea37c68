/** A window that nobody has used for this long was left, in milliseconds. */
export const LEFT_AFTER_MS = 60_000;

/** The same while another window has the focus, as when this one was minimised. */
export const LEFT_BEHIND_AFTER_MS = 15_000;

/** What a person does with a window. */
const USES = ['keydown', 'input', 'pointerdown', 'focus', 'blur'] as const;

/**
 * Calls back once, when the window was left.
 * @returns how to stop waiting for that
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
