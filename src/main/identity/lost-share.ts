/** The share that somebody needs is missing, or was changed by other means than this app. */
export class LostShareError extends Error {
  constructor() {
    super('The share of the clinic’s keys was changed.');
  }
}
