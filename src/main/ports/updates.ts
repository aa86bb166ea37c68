/*
 * The ports of what is remembered of updates. `ports.ts` passes them on with the others.
 */

/** What outlives the app; times in milliseconds since 1970. */
export interface UpdateMemory {
  /** The version of the app that all this was found for. */
  readonly version: string;
  /** When a check last had an answer, or `null`. */
  readonly checkedMs: number | null;
  /** When this version was last found to be the newest one, or `null`. */
  readonly upToDateMs: number | null;
  /** A newer release that is not installed yet, and since when one is known; or `null`. */
  readonly newer: { readonly version: string; readonly sinceMs: number } | null;
  /** What was refused last and is in the audit trail already, or `null` when a good one came since. */
  readonly refused: string | null;
}

export interface UpdateStore {
  load(): UpdateMemory | null;
  /** @throws when it cannot be stored */
  save(memory: UpdateMemory): void;
}
