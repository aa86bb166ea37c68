import type { WebContents } from 'electron';

/**
 * Ends the process of a page at once, even if the page hangs. It kills the process. Electron's own way
 * crashes it, which may leave the page's memory in a core dump.
 */
export function endProcess(contents: WebContents): void {
  unlessGone(() => kill(contents.getOSProcessId()));
}

/** The same for a page and its frames, which may have processes of their own. */
export function endProcesses(contents: WebContents): void {
  unlessGone(() => {
    for (const frame of contents.mainFrame.framesInSubtree)
      unlessGone(() => kill(frame.osProcessId));
  });
  endProcess(contents);
}

/** @param pid 0 where there is none: for the system 0 is this process and its whole group */
function kill(pid: number): void {
  if (pid > 0) process.kill(pid, 'SIGKILL');
}

/** A page that crashed has no frame any more to be asked, and a process may end by itself. */
function unlessGone(act: () => void): void {
  try {
    act();
  } catch {
    // There is nothing left to end.
  }
}
