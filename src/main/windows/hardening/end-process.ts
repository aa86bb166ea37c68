import type { WebContents } from 'electron';
import { orElse } from '../../ports/or-else.js';

/**
 * Ends the process of a page at once, even if the page hangs. It kills the process. Electron's own way
 * crashes it, which may leave the page's memory in a core dump.
 */
export function endProcess(contents: WebContents): void {
  kill(() => contents.getOSProcessId());
}

/** The same for a page and its frames, which may have processes of their own. */
export function endProcesses(contents: WebContents): void {
  // A page that crashed has no frame any more to be asked.
  const frames = orElse(() => contents.mainFrame.framesInSubtree, []);
  for (const frame of frames) kill(() => frame.osProcessId);
  endProcess(contents);
}

/**
 * A process that has ended by itself is nothing to end.
 * @param pidOf gives 0 where there is none: for the system 0 is this process and its whole group
 */
export function kill(pidOf: () => number): void {
  orElse(() => {
    const pid = pidOf();
    return pid > 0 && process.kill(pid, 'SIGKILL');
  }, false);
}
