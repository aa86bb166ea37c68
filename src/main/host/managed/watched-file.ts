import { type FSWatcher, lstatSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, ManagedPlace, WatchedPlace } from '../../ports/index.js';

/** A file is written in several steps: it is read after no change for this long, in milliseconds. */
const SETTLED_MS = 250;

/**
 * A place that is a file, which is watched: a change is told within a second. A folder that is made later
 * is found by a look.
 * @param place trusts the file only when administrators alone could have written it
 */
export function watchedFile(place: ManagedPlace, clock: Clock): WatchedPlace {
  const { path } = place;
  let seen = '';
  let watcher: FSWatcher | null = null;
  let tell = (): void => undefined;
  let cancelSettling = (): void => undefined;

  const forget = (old: FSWatcher): void => {
    old.close();
    if (watcher === old) watcher = null;
  };
  const watchFolder = (): void => {
    try {
      const made = watch(dirname(path), { persistent: false }, () => settle());
      made.on('error', () => forget(made));
      watcher = made;
    } catch {
      // There is no such folder, as on most computers: the next look asks again.
    }
  };
  const settle = (): void => {
    cancelSettling();
    cancelSettling = clock.after(SETTLED_MS, () => {
      // The old watcher does not see a folder that was removed or replaced.
      if (watcher !== null) forget(watcher);
      watchFolder();
      if (stampOf(path) !== seen) tell();
    });
  };
  return {
    ...place,
    read: () => {
      // Taken before the read, so that a change during the read counts.
      seen = stampOf(path);
      return place.read();
    },
    watch: (onChanged) => {
      tell = onChanged;
      watchFolder();
    },
    // Cheap: asks the file system twice. So it can go along with a check that is made anyway.
    look: () => {
      if (watcher === null) watchFolder();
      if (stampOf(path) !== seen) settle();
    },
  };
}

/** A text that changes when the file or its folder may have changed, also their owners and modes. */
function stampOf(file: string): string {
  return [dirname(file), file]
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
