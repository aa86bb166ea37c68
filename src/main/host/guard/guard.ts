import { type ChildProcess, spawn } from 'node:child_process';
import type { Guard } from '../../ports/index.js';
import { GUARD_RESTART_MS, type GuardOptions, GuardOrder, takeCharge } from './guard-run.js';

/** How long one question to logind may take, in seconds. */
const ASK_S = 2;
/** How long all that is asked in one round may take, in seconds. */
const MOST_ASKING_S = 2 * ASK_S;

/**
 * What the guard does: it waits for the end of its input, which comes when the app is gone, however
 * that happened, and costs nothing until then. The last line is the {@link GuardOrder}. An app that has
 * started since takes the file away.
 *
 * At a log-out systemd sends SIGTERM, and for some sessions SIGHUP, to every process of the app in the
 * same moment, and kills what is left a minute and a half later. The guard stays, and nothing is left
 * to be taken up: it clears as soon as the app is gone. In some shells a signal ends `read` just as the
 * end of the input does, so that after one it is read once more.
 *
 * Where logind leaves processes alone at a log-out, as Debian has it, only the app goes, with its display.
 * So logind is asked whether the OS session is still there; the keyring stays for ten seconds more. It is
 * believed only when it knew the session while the app lived. What asking took counts, and so does what the
 * computer slept; near the end nobody is asked.
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
 * A process that outlives the app and clears what a killed one leaves. While the app lives it is one
 * shell that waits for its input.
 */
export class ShellGuard implements Guard {
  readonly #options: GuardOptions;
  readonly #file: string;
  #child: ChildProcess | null = null;
  readonly #order = new GuardOrder();
  readonly #disposed: boolean;

  constructor(options: GuardOptions) {
    this.#options = options;
    const { file, taken } = takeCharge(options, '');
    this.#file = file;
    this.#disposed = !taken;
    this.#start();
  }

  get alive(): boolean {
    return this.#child !== null;
  }

  expect(clearInMs: number | null): void {
    if (this.#order.change(clearInMs)) this.#child?.stdin?.write(`${this.#order.line}\n`);
  }

  #start(): void {
    if (this.#disposed) return;
    const { scratch, command } = this.#options;
    const name = 'clinic-workstation-guard';
    const args = ['-c', SCRIPT, name, this.#file, scratch, ...command(this.#file)];
    // Detached: what ends the app's whole group does not end it.
    const child = spawn('/bin/sh', args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    this.#child = child;
    child.unref();
    child.stdin.on('error', () => undefined);
    child.on('error', () => this.#lost(child));
    child.on('exit', () => this.#lost(child));
    child.stdin.write(`${this.#order.line}\n`);
  }

  #lost(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = null;
    setTimeout(() => this.#start(), GUARD_RESTART_MS).unref();
  }
}
