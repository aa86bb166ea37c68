import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard } from '../ports.js';

/**
 * What the guard does: it waits for the end of its input, which comes when the app is gone, however
 * that happened, and costs nothing until then. The last line tells when what was there has to go:
 * `nothing`, or a moment (seconds since 1970) and the seconds that it can be away at the most, so
 * that a clock that was set back postpones nothing. An app that has started since takes the file away.
 */
const SCRIPT = `
file=$1; scratch=$2; shift 2
order=nothing; longest=0
while read -r first second; do order=$first; longest=\${second:-0}; done
[ "$order" = nothing ] && { rm -f "$file"; exit 0; }
left=$((order - $(date +%s)))
[ "$left" -gt "$longest" ] && left=$longest
while [ "$left" -gt 0 ]; do
  [ -e "$file" ] || exit 0
  slice=$((left < 15 ? left : 15))
  sleep "$slice"
  left=$((left - slice))
done
[ -e "$file" ] || exit 0
"$@"
rm -rf "$scratch" "$file"
`;

/** A moment that moved by less than this, in seconds, is not worth waking the guard. */
const COARSE_SECONDS = 5;

/** Between the loss of a guard and the next one, in milliseconds. */
const RESTART_MS = 10_000;

export interface GuardOptions {
  /** Where it keeps the file that tells whether another run of the app has begun. */
  readonly folder: string;
  /** This run of the app. */
  readonly run: string;
  /** A folder that the command may write into; the guard removes it. */
  readonly scratch: string;
  /** The command that clears what was left, given the file's path. */
  readonly command: (file: string) => readonly string[];
}

/**
 * A process that outlives the app and clears what a killed one leaves. While the app lives it is one
 * shell that waits for its input.
 */
export class ShellGuard implements Guard {
  readonly #options: GuardOptions;
  readonly #file: string;
  #child: ChildProcess | null = null;
  #line = 'nothing';
  #dueSeconds = Number.NaN;
  #disposed = false;

  constructor(options: GuardOptions) {
    this.#options = options;
    this.#file = join(options.folder, options.run);
    try {
      mkdirSync(options.folder, { recursive: true, mode: 0o700 });
      // From now on this run is in charge: guards of earlier ones, and what they started, give up.
      for (const name of readdirSync(options.folder))
        rmSync(join(options.folder, name), { recursive: true, force: true });
      writeFileSync(this.#file, '', { mode: 0o600 });
    } catch (error) {
      // On a full disk there is no guard; the next start still clears what is left.
      process.emitWarning(String(error));
      this.#disposed = true;
    }
    this.#start();
  }

  get alive(): boolean {
    return this.#child !== null;
  }

  expect(clearInMs: number | null): void {
    if (clearInMs === null) {
      this.#dueSeconds = Number.NaN;
      this.#tell('nothing');
      return;
    }
    const leftSeconds = Math.max(0, Math.ceil(clearInMs / 1_000));
    const dueSeconds = leftSeconds === 0 ? 0 : Math.ceil(Date.now() / 1_000) + leftSeconds;
    if (Math.abs(dueSeconds - this.#dueSeconds) < COARSE_SECONDS) return;
    this.#dueSeconds = dueSeconds;
    this.#tell(`${dueSeconds} ${leftSeconds}`);
  }

  #tell(line: string): void {
    if (line === this.#line) return;
    this.#line = line;
    this.#child?.stdin?.write(`${line}\n`);
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
    child.stdin.write(`${this.#line}\n`);
  }

  #lost(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = null;
    setTimeout(() => this.#start(), RESTART_MS).unref();
  }
}
