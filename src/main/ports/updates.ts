/*
 * The ports of what the app remembers about updates. `index.ts` exports them with the others.
 */

/** What outlives the app; times in milliseconds since 1970. */
export interface UpdateMemory {
  /** The version of the app that all this was found for. */
  readonly version: string;
  /** When a check last had an answer, or `null`. */
  readonly checkedMs: number | null;
  /** When this version was last found to be the newest one, or `null`. */
  readonly upToDateMs: number | null;
  /** The newer release that is not installed yet, and since when a newer one is known; or `null`. */
  readonly newer: { readonly version: string; readonly sinceMs: number } | null;
  /** The last refusal, already in the audit trail; `null` when a good release came since. */
  readonly refused: string | null;
}

export interface UpdateStore {
  load(): UpdateMemory | null;
  /** @throws when it cannot be stored */
  save(memory: UpdateMemory): void;
}
