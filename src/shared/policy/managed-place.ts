import { sayings } from '../words/say.js';

/**
 * Where a computer's rules come from: `policy.json`, the registry of Windows, a profile of macOS, or the
 * address that one of these names.
 */
export type ManagedPlaceKind = 'file' | 'groupPolicy' | 'profile' | 'address';

/** Their names for people. */
export const MANAGED_PLACE_NAMES: Readonly<Record<ManagedPlaceKind, string>> = sayings({
  file: 'File',
  groupPolicy: 'Group Policy',
  profile: 'Configuration profile',
  address: 'Policy address',
});
