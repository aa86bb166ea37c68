import type { SystemProtection } from '../../../src/main/ports/index.js';

/** A system that tells nothing of what it protects. */
export const SILENT_SYSTEM: SystemProtection = {
  screenLock: () => Promise.resolve('unknown'),
  diskEncryption: () => Promise.resolve('unknown'),
};
