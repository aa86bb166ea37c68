import { join } from 'node:path';
import type { Clock, WatchedPlace } from '../../ports/index.js';
import { PROFILE_PATH, readProfilePolicy } from '../macos/profile-policy.js';
import { PolledPlace } from './polled-place.js';
import { readOfRoot } from '../posix/root-file.js';
import { WatchedFile } from './watched-file.js';
import { readOnWindows } from '../windows/managed-policy.js';
import { POLICY_KEY, readRegistryPolicy } from '../windows/registry-policy.js';

/*
 * Where those who manage this computer put their rules. The places are fixed: no switch and no
 * environment variable may point elsewhere. The app itself never writes there.
 */

function filePath(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return '/Library/Application Support/Clinic Workstation/policy.json';
  if (platform === 'win32')
    // A read asks Windows itself for the folder; this path is only shown to people and watched.
    return join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'Clinic Workstation\\policy.json');
  return '/etc/clinic-workstation/policy.json';
}

/** The stronger place first: what the system's own management decides goes before the file. */
export function managedPlaces(
  platform: NodeJS.Platform,
  clock: Clock,
): readonly [WatchedPlace, ...WatchedPlace[]] {
  const file = new WatchedFile({
    kind: 'file',
    path: filePath(platform),
    clock,
    read: platform === 'win32' ? () => readOnWindows() : (path) => readOfRoot(path),
  });
  if (platform === 'win32')
    return [
      new PolledPlace({
        kind: 'groupPolicy',
        path: POLICY_KEY,
        clock,
        read: () => readRegistryPolicy(),
      }),
      file,
    ];
  if (platform === 'darwin')
    return [
      new WatchedFile({
        kind: 'profile',
        path: PROFILE_PATH,
        clock,
        read: (path) => readProfilePolicy(path),
      }),
      file,
    ];
  return [file];
}
