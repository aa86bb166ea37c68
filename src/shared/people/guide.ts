/**
 * The edition of the guide _Protecting patient data_: a whole number from 1 on. Raise it when what the guide
 * says has changed so much that everybody should read it again.
 */
export const GUIDE_EDITION = 1;

/** What a member marked as read. */
export interface GuideRead {
  readonly edition: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** When a member marked this edition as read (milliseconds since 1970), or `null`. */
export function readThisEditionAt(read: GuideRead | null): number | null {
  // An edition that only a newer app has holds as well: what it says is younger than this one.
  return read !== null && read.edition >= GUIDE_EDITION ? read.at : null;
}
