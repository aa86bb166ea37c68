import type { WebContents } from 'electron';

/**
 * Ends the process of a page at once, also of one that hangs. Killed, and not crashed as Electron's own
 * way does it: a crash may leave the page's memory in a core dump.
 */
export function endProcess(contents: WebContents): void {
  kill(() => contents.getOSProcessId());
}

/** The same for a page and its frames, which may have processes of their own. */
export function endProcesses(contents: WebContents): void {
  for (const read of framesOf(contents)) kill(read);
  endProcess(contents);
}

/** Of a page that crashed Electron gives none. */
function framesOf({ mainFrame }: WebContents): readonly (() => number)[] {
  try {
    return mainFrame.framesInSubtree.map((frame) => () => frame.osProcessId);
  } catch {
    return [];
  }
}

/** @param read the process, or 0 where there is none: for the system that is this one and all around it */
function kill(read: () => number): void {
  try {
    const pid = read();
    if (pid > 0) process.kill(pid, 'SIGKILL');
  } catch {
    // The frame is gone, or its process ended by itself.
  }
}
