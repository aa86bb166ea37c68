import type { SystemAnswer } from '../../shared/workstation/check-up.js';

/*
 * The port of what this computer's own system protects. `index.ts` exports it with the others.
 */

/** Asks the system without more rights than the person has. Settles within seconds, and never rejects. */
export interface SystemProtection {
  screenLock(): Promise<SystemAnswer>;
  /** Of the disk with the account. */
  diskEncryption(): Promise<SystemAnswer>;
}
