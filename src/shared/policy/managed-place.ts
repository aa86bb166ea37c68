import { sayings } from '../words/say.js';

/** Where a computer's rules come from: `policy.json`, the registry of Windows, or a profile of macOS. */
export type ManagedPlaceKind = 'file' | 'groupPolicy' | 'profile';

/** Their names for people. */
export const MANAGED_PLACE_NAMES: Readonly<Record<ManagedPlaceKind, string>> = sayings({
  file: 'File',
  groupPolicy: 'Group Policy',
  profile: 'Configuration profile',
});
