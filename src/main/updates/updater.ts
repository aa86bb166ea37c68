import type { UpdateProblem } from '../../shared/workstation/updates.js';

/** A release that is newer than what runs, and meant for this computer. */
export interface Release {
  readonly version: string;
  /** When it came out, in milliseconds since 1970, or `null` when it does not say. */
  readonly releasedMs: number | null;
}

/**
 * Finds, loads and installs releases; `electron-updater.ts` implements it. What cannot be done is
 * rejected or thrown as an {@link UpdateFailure}.
 */
export interface Updater {
  /** @returns `null` when nothing newer is meant for this computer */
  check(): Promise<Release | null>;
  /** Loads what the last check found. `onProgress` gets a percentage. */
  download(onProgress: (percent: number) => void): Promise<void>;
  /** Proves once more, from its bytes on the disk, that what was loaded is what was released. */
  verify(): Promise<void>;
  /** Puts the new version in the place of this one, ends the app and starts it again. */
  install(): void;
}

export class UpdateFailure extends Error {
  readonly problem: UpdateProblem;

  constructor(problem: UpdateProblem, options?: ErrorOptions) {
    super(`update: ${problem}`, options);
    this.name = 'UpdateFailure';
    this.problem = problem;
  }
}

export function problemOf(error: unknown): UpdateProblem {
  return error instanceof UpdateFailure ? error.problem : 'failed';
}
