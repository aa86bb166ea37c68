import { readFileSync } from 'node:fs';
import { app } from 'electron';

/** How often it is looked whether they are there, in milliseconds: Chromium leaves 30 at the least. */
const LOOK_MS = 5;

/**
 * Ends this process, which quits, as soon as Chromium's process that draws is gone. A log-out under
 * systemd ends all of them in the same moment; Chromium then takes the main process down within some
 * tenths of a second, as a crash. The session is marked and revoked by then, and the guard deletes what
 * is left.
 */
export function leaveWhenHelpersAreGone(): void {
  // Elsewhere nothing ends them at a log-out before the app itself has been told.
  if (process.platform !== 'linux') return;
  // Asked once: a look must cost next to nothing, as there are many.
  const gpus = app.getAppMetrics().flatMap(({ type, pid }) => (type === 'GPU' ? [pid] : []));
  const look = (): void => {
    // The first SIGTERM made the app quit, and this is the second one, which ends it on the spot. No
    // event tells in time that the helpers are gone, and `app.exit` takes longer than there is.
    if (!gpus.some(isAlive)) process.kill(process.pid, 'SIGTERM');
  };
  look();
  setInterval(look, LOOK_MS);
}

function isAlive(pid: number): boolean {
  try {
    // The name in brackets may hold anything; the state stands after the last bracket.
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.charAt(0);
    return state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
