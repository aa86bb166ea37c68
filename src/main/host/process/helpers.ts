import { readFileSync } from 'node:fs';
import { app } from 'electron';
import { orElse } from '../../ports/or-else.js';

/** The time between two looks for the helpers, in milliseconds: Chromium leaves 30 at the least. */
const LOOK_MS = 5;

/**
 * For a process that is quitting: ends it as soon as Chromium's graphics process is gone. A log-out under
 * systemd ends all processes at the same moment. Chromium then ends the main process within some tenths of
 * a second, as a crash. By then the session is marked and revoked, and the guard deletes what is left.
 */
export function leaveWhenHelpersAreGone(): void {
  // Other systems tell the app of a log-out before they end its helpers.
  if (process.platform !== 'linux') return;
  // Asked once: there are many looks, so each must be cheap.
  const gpus = app.getAppMetrics().flatMap(({ type, pid }) => (type === 'GPU' ? [pid] : []));
  const look = (): void => {
    // The first SIGTERM made the app quit; this second one ends it at once. No event tells in time that the
    // helpers are gone, and `app.exit` takes too long.
    if (!gpus.some(isAlive)) process.kill(process.pid, 'SIGTERM');
  };
  look();
  setInterval(look, LOOK_MS);
}

function isAlive(pid: number): boolean {
  const stat = orElse(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), null);
  // The name in brackets may hold anything; the state stands after the last bracket.
  return stat !== null && !/^[ZX]/.test(stat.split(') ').pop() ?? '');
}
