import { sayings } from '../words/say.js';

/** Where a computer's rules are decided: in `policy.json`, in Windows' registry, or in a profile of macOS. */
export type ManagedPlaceKind = 'file' | 'groupPolicy' | 'profile';

/** Each as people call it. */
export const MANAGED_PLACE_NAMES: Readonly<Record<ManagedPlaceKind, string>> = sayings({
  file: 'File',
  groupPolicy: 'Group Policy',
  profile: 'Configuration profile',
});
