import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const CHUNK_BYTES = 65_536;

/** A small disk in memory, mounted over a folder; only root may mount one. */
export class SmallDisk {
  readonly #folder: string;
  readonly #filler: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#filler = join(folder, 'filler');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'clinic-test', folder]);
  }

  /** Writes until nothing more fits. */
  fill(): void {
    for (const bytes of [CHUNK_BYTES, 512, 1])
      try {
        for (;;) appendFileSync(this.#filler, Buffer.alloc(bytes));
      } catch {
        // That was the last that fitted; smaller pieces may fit still.
      }
  }

  free(): void {
    rmSync(this.#filler);
  }

  remove(): void {
    execFileSync('umount', ['--lazy', this.#folder]);
  }
}
