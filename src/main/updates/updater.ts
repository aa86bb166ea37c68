import type { UpdateProblem } from '../../shared/workstation/updates.js';

/** A release for this computer that is newer than the running version. */
export interface Release {
  readonly version: string;
  /** When it came out, in milliseconds since 1970, or `null` when its metadata does not say. */
  readonly releasedMs: number | null;
}

/**
 * Finds, downloads and installs releases; `electron-updater.ts` implements it. Methods reject with, or
 * throw, an {@link UpdateFailure}.
 */
export interface Updater {
  /** @returns `null` when nothing newer is meant for this computer */
  check(): Promise<Release | null>;
  /** Downloads the release that the last check found. `onProgress` gets a percentage. */
  download(onProgress: (percent: number) => void): Promise<void>;
  /** Proves once more, from the bytes on the disk, that the download is the release. */
  verify(): Promise<void>;
  /** Installs the new version, ends the app and starts it again. */
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
