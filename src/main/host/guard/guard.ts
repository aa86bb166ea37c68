import { type ChildProcess, spawn } from 'node:child_process';
import {
  GUARD_RESTART_MS,
  type GuardOptions,
  GuardOrder,
  type StartedGuard,
  takeCharge,
} from './guard-run.js';

/** How long one question to logind may take, in seconds. */
const ASK_S = 2;
/** How long all questions of one round may take, in seconds. */
const MOST_ASKING_S = 2 * ASK_S;

/**
 * The guard's script. It waits for the end of its input, which comes when the app is gone, for whatever
 * reason, and costs nothing until then. The last line of the input is the {@link GuardOrder}. A newer start
 * of the app removes the file; then the guard does nothing.
 *
 * At a log-out systemd sends SIGTERM, and for some sessions SIGHUP, to all processes of the app at the same
 * moment, and kills the rest a minute and a half later. The guard survives the signal. No session can be
 * resumed then, so the guard clears as soon as the app is gone. In some shells a signal ends `read` just
 * like the end of the input; so the script reads once more after a signal.
 *
 * Where logind leaves processes alone at a log-out, as on Debian, only the app ends, with its display. So
 * the guard asks logind whether the OS session still exists; the keyring stays for ten more seconds. The
 * guard believes logind only if logind knew the session while the app lived. The time for asking and for
 * the computer's sleep counts as waited. Near the end the guard no longer asks.
 */
const SCRIPT = `
file=$1; scratch=$2; shift 2
order=nothing; longest=0; logout=
trap 'logout=heard' TERM HUP
ask() { timeout ${ASK_S} loginctl "$@" 2>/dev/null; }
state() { ask show-session auto --property=State --value; }
session=$(state)
closed() {
  case $session in ''|closing) return 1;; esac
  ask list-seats >/dev/null || return 1
  case $(state) in ''|closing) return 0;; *) return 1;; esac
}
while :; do
  if read -r first second; then order=$first; longest=\${second:-0}
  elif [ "$logout" = heard ]; then logout=known
  else break; fi
done
[ "$order" = nothing ] && { rm -f "$file"; exit 0; }
left=$((order - $(date +%s)))
[ "$left" -gt "$longest" ] && left=$longest
while [ "$left" -gt 0 ] && [ -z "$logout" ]; do
  [ -e "$file" ] || exit 0
  began=$(date +%s)
  [ "$left" -gt ${MOST_ASKING_S} ] && closed && break
  slice=$((left < 3 ? left : 3))
  sleep "$slice"
  spent=$(($(date +%s) - began))
  left=$((left - (spent > slice ? spent : slice)))
done
[ -e "$file" ] || exit 0
"$@"
rm -rf "$scratch" "$file"
`;

/**
 * Starts a process that outlives the app and clears what a killed one leaves. While the app lives it is one
 * shell that waits for its input.
 */
export function shellGuard(options: GuardOptions): StartedGuard {
  const { file, taken } = takeCharge(options, '');
  const order = new GuardOrder();
  let child: ChildProcess | null = null;

  const start = (): void => {
    const name = 'clinic-workstation-guard';
    const args = ['-c', SCRIPT, name, file, options.scratch, ...options.command(file)];
    // Detached, so that a signal to the app's whole process group does not end it.
    const begun = spawn('/bin/sh', args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    const lost = (): void => {
      if (child !== begun) return;
      child = null;
      setTimeout(start, GUARD_RESTART_MS).unref();
    };
    child = begun;
    begun.unref();
    begun.stdin.on('error', () => undefined);
    begun.on('error', lost);
    begun.on('exit', lost);
    begun.stdin.write(`${order.line}\n`);
  };
  if (taken) start();
  return {
    get alive() {
      return child !== null;
    },
    expect: (clearInMs) => {
      if (order.change(clearInMs)) child?.stdin?.write(`${order.line}\n`);
    },
  };
}
