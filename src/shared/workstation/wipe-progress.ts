import type { StorageTrouble } from './storage-trouble.js';

/** The state of the wipe after the last session. */
export type WipeProgress =
  | { readonly state: 'done' }
  /** The deletion is under way. */
  | { readonly state: 'running' }
  /**
   * The keychain refused, or the account database could not be written; the app stays locked and
   * tries again by itself.
   */
  | {
      readonly state: 'failed';
      readonly what: 'keychain' | StorageTrouble;
      readonly retryInSeconds: number;
    };
