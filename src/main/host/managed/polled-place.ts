import type { Clock, ManagedPlace, WatchedPlace } from '../../ports/index.js';

/**
 * How old a reading may get while somebody is signed in, and at a sign-in, in milliseconds. Windows
 * itself renews its policies every 90 minutes or so, and each reading starts a program.
 */
const FRESH_MS = 15 * 60_000;

/** A place that cannot be watched: each look finds out whether it must be read again. */
export function polledPlace(place: ManagedPlace, clock: Clock): WatchedPlace {
  let readAtMs = 0;
  let tell = (): void => undefined;
  return {
    ...place,
    read: () => {
      readAtMs = clock.now().bootMs;
      return place.read();
    },
    watch: (onChanged) => {
      tell = onChanged;
    },
    look: () => {
      if (clock.now().bootMs - readAtMs >= FRESH_MS) tell();
    },
  };
}
