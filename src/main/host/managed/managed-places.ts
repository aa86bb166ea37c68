import { join } from 'node:path';
import type { Clock, ManagedReading, WatchedPlace } from '../../ports/index.js';
import { PROFILE_PATH, readProfilePolicy } from '../macos/profile-policy.js';
import { polledPlace } from './polled-place.js';
import { readOfRoot } from '../posix/root-file.js';
import { watchedFile } from './watched-file.js';
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
  const path = filePath(platform);
  const readFile = platform === 'win32' ? () => readOnWindows() : () => readOfRoot(path);
  const file = watchedFile({ kind: 'file', path, read: readFile }, clock);
  if (platform === 'win32') {
    const registry = { kind: 'groupPolicy', path: POLICY_KEY } as const;
    return [polledPlace({ ...registry, read: () => readRegistryPolicy() }, clock), file];
  }
  if (platform === 'darwin') {
    const profile = { kind: 'profile', path: PROFILE_PATH } as const;
    const read = (): Promise<ManagedReading> => readProfilePolicy(PROFILE_PATH);
    return [watchedFile({ ...profile, read }, clock), file];
  }
  return [file];
}
