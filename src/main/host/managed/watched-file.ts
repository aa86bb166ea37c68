import { type FSWatcher, lstatSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, ManagedPlaceKind, ManagedReading, WatchedPlace } from '../../ports/index.js';

/** A file is written in several steps: it is read after no change for this long, in milliseconds. */
const SETTLED_MS = 250;

export interface WatchedFileParts {
  readonly kind: ManagedPlaceKind;
  readonly path: string;
  readonly clock: Clock;
  /** Never rejects; trusts the file only when administrators alone could have written it. */
  readonly read: (path: string) => Promise<ManagedReading>;
}

/** A place that is a file, which is watched: a change is told within a second. */
export class WatchedFile implements WatchedPlace {
  readonly kind: ManagedPlaceKind;
  readonly path: string;
  readonly #clock: Clock;
  readonly #read: WatchedFileParts['read'];
  #seen = '';
  #watcher: FSWatcher | null = null;
  #onChanged: () => void = () => undefined;
  #cancelSettling: () => void = () => undefined;

  constructor({ kind, path, clock, read }: WatchedFileParts) {
    this.kind = kind;
    this.path = path;
    this.#clock = clock;
    this.#read = read;
  }

  read(): Promise<ManagedReading> {
    // Taken before the read, so that a change during the read counts.
    this.#seen = this.#stamp();
    return this.#read(this.path);
  }

  /** Tells of changes from now on, until {@link stop}. A folder that is made later is found by {@link look}. */
  watch(onChanged: () => void): void {
    this.#onChanged = onChanged;
    this.#watchFolder();
  }

  /** Cheap: asks the file system twice. So it can go along with a check that is made anyway. */
  look(): void {
    if (this.#watcher === null) this.#watchFolder();
    if (this.#stamp() !== this.#seen) this.#settle();
  }

  stop(): void {
    this.#cancelSettling();
    this.#watcher?.close();
    this.#watcher = null;
  }

  #watchFolder(): void {
    try {
      const watcher = watch(dirname(this.path), { persistent: false }, () => {
        this.#settle();
      });
      watcher.on('error', () => {
        this.#forget(watcher);
      });
      this.#watcher = watcher;
    } catch {
      // There is no such folder, as on most computers: `look` asks again.
    }
  }

  #settle(): void {
    this.#cancelSettling();
    this.#cancelSettling = this.#clock.after(SETTLED_MS, () => {
      // The old watcher does not see a folder that was removed or replaced.
      if (this.#watcher !== null) this.#forget(this.#watcher);
      this.#watchFolder();
      if (this.#stamp() === this.#seen) return;
      this.#onChanged();
    });
  }

  #forget(watcher: FSWatcher): void {
    watcher.close();
    if (this.#watcher === watcher) this.#watcher = null;
  }

  /** A text that changes when the file or its folder may have changed, also their owners and modes. */
  #stamp(): string {
    return [dirname(this.path), this.path]
      .map((path) => {
        try {
          const { ino, size, mode, uid, mtimeMs, ctimeMs } = lstatSync(path);
          return [ino, size, mode, uid, mtimeMs, ctimeMs].join(' ');
        } catch (error) {
          return error instanceof Error && 'code' in error ? error.code : 'unknown';
        }
      })
      .join('\n');
  }
}
