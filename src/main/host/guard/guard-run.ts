import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard } from '../../ports/index.js';

/*
 * What the guards of all systems have in common: this run's file, and what a guard is told.
 */

export interface GuardOptions {
  /** The folder of the guard's file. The next run of the app removes the file. */
  readonly folder: string;
  /** The id of this run of the app. */
  readonly run: string;
  /** A folder that the command may write into; the guard removes it. */
  readonly scratch: string;
  /** The command that clears what was left, given the file's path. */
  readonly command: (file: string) => readonly string[];
}

export interface StartedGuard extends Guard {
  readonly alive: boolean;
}

/** If the moment to clear moves by less than this, in seconds, the guard is not told. */
const COARSE_SECONDS = 5;

/** The wait between the loss of a guard and the start of the next one, in milliseconds. */
export const GUARD_RESTART_MS = 10_000;

/**
 * Puts this run in charge: earlier guards, and what they started, give up without their files.
 * @returns this run's file, and whether it could be written
 */
export function takeCharge(
  { folder, run }: GuardOptions,
  content: string,
): { readonly file: string; readonly taken: boolean } {
  const file = join(folder, run);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder))
      rmSync(join(folder, name), { recursive: true, force: true });
    writeFileSync(file, content, { mode: 0o600 });
    return { file, taken: true };
  } catch (error) {
    // On a full disk there is no guard; the next start still clears what is left.
    process.emitWarning(String(error));
    return { file, taken: false };
  }
}

/**
 * Tells the guard when to clear if the app dies now: `nothing`, or a moment (seconds since 1970) and the
 * longest wait in seconds, so that a clock that was set back delays nothing.
 */
export class GuardOrder {
  #line = 'nothing';
  #dueSeconds = Number.NaN;

  get line(): string {
    return this.#line;
  }

  /**
   * @param clearInMs as in {@link Guard.expect}
   * @returns whether the guard has to be told
   */
  change(clearInMs: number | null): boolean {
    const before = this.#line;
    if (clearInMs === null) {
      this.#dueSeconds = Number.NaN;
      this.#line = 'nothing';
    } else {
      const leftSeconds = Math.max(0, Math.ceil(clearInMs / 1_000));
      const dueSeconds = leftSeconds === 0 ? 0 : Math.ceil(Date.now() / 1_000) + leftSeconds;
      if (Math.abs(dueSeconds - this.#dueSeconds) < COARSE_SECONDS) return false;
      this.#dueSeconds = dueSeconds;
      this.#line = `${dueSeconds} ${leftSeconds}`;
    }
    return this.#line !== before;
  }
}
