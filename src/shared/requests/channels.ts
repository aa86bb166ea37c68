/*
 * Names that the preload bridge and main share. No schemas here: the bridge loads this file into the
 * sandbox, and nothing heavier.
 */

/** The only message that main sends unasked: the view of a window has changed. */
export const VIEW_PUSH = 'view';

/** The IPC channel that carries a request. */
export function requestChannel(name: string): string {
  return `clinic:${name}`;
}

/** Main tells a window's bridge which requests exist by an argument of the page's process. */
const NAMES_SWITCH = '--clinic-requests=';

export function namesArgument(names: readonly string[]): string {
  return `${NAMES_SWITCH}${names.join(',')}`;
}

/** @param args of the page's process */
export function namesIn(args: readonly string[]): readonly string[] {
  const told = args.find((one) => one.startsWith(NAMES_SWITCH));
  return told?.slice(NAMES_SWITCH.length).split(',') ?? [];
}
