import type { AccountDatabase } from './database.js';

/** How long after an event earlier keys of the trail may stay in the write-ahead log, in milliseconds. */
const SOON_MS = 1_000;

/**
 * Empties the write-ahead log soon after each event of the audit trail, so that earlier keys do not stay in
 * it. Waits for nobody who reads the database: then the next event, or the end of the session, tries again.
 */
export class LogEmptier {
  readonly #database: Pick<AccountDatabase, 'emptyLogIfFree'>;
  #due: NodeJS.Timeout | null = null;

  constructor(database: Pick<AccountDatabase, 'emptyLogIfFree'>) {
    this.#database = database;
  }

  soon(): void {
    if (this.#due !== null) return;
    this.#due = setTimeout(() => {
      this.#due = null;
      try {
        this.#database.emptyLogIfFree();
      } catch (error) {
        process.emitWarning(String(error));
      }
    }, SOON_MS);
    // The app may end before: the end of a session empties the log by itself.
    this.#due.unref();
  }
}
