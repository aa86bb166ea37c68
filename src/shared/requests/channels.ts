/*
 * What the preload bridge and main must write alike. Without schemas: the bridge loads this file, and
 * nothing heavier, into the sandbox.
 */

/** The one thing that main tells windows unasked: the view they show has changed. */
export const VIEW_PUSH = 'view';

/** The IPC channel that carries a request. */
export function requestChannel(name: string): string {
  return `clinic:${name}`;
}

/** How main tells the bridge of a window which requests there are: an argument of the page's process. */
const NAMES_SWITCH = '--clinic-requests=';

export function namesArgument(names: readonly string[]): string {
  return `${NAMES_SWITCH}${names.join(',')}`;
}

/** @param args of the page's process */
export function namesIn(args: readonly string[]): readonly string[] {
  const told = args.find((one) => one.startsWith(NAMES_SWITCH));
  return told?.slice(NAMES_SWITCH.length).split(',') ?? [];
}
