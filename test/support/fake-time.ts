import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workstation } from './workstation.js';

const LIBRARIES = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
];

/**
 * Lets a test move the clock on the wall as the app sees it, at any moment. The clocks that nobody
 * can set stay as they are. Call it before the app is started.
 * @returns moves it by this many seconds from the true time
 */
export function fakeTime(workstation: Workstation): (seconds: number) => void {
  const library = LIBRARIES.map((folder) => join(folder, 'faketime', 'libfaketimeMT.so.1')).find(
    (path) => existsSync(path),
  );
  if (library === undefined) throw new Error('libfaketime is not installed.');
  const file = join(workstation.desktop.env['XDG_RUNTIME_DIR'] ?? '', 'wall-clock');
  const move = (seconds: number): void =>
    writeFileSync(file, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}\n`);
  move(0);
  Object.assign(workstation.env, {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    // Seconds until a change is seen; each look at the file costs every look at a clock.
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    // Its own waits for a moment take ten times as long: a page took most of a minute to come.
    FAKETIME_FORCE_MONOTONIC_FIX: '0',
  });
  return move;
}
