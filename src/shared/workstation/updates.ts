import { notAfter } from '../texts/stored-time.js';
import { sayings } from '../words/say.js';

/* What people are told about updates: the state, and for how long this version has been out of date. */

/** Why this computer's app does not update itself. */
export type UpdatesOff =
  /** The app was started from its sources and is not installed. */
  | 'development'
  /** The build has no key to check releases with. */
  | 'noKey'
  /** Neither the build nor a managed policy names the address of releases. */
  | 'noAddress'
  /** Another installer, such as the package manager, updates this kind of package. */
  | 'package';

/** The words for each problem, as they follow a colon. */
export const UPDATE_PROBLEM_WORDS = sayings({
  unreachable: 'the server with the releases cannot be reached',
  notFound: 'there are no releases at the address',
  unsigned: 'the release has no signature',
  badSignature: 'the signature of the release is not right',
  malformed: 'the release is not meant for this computer, or cannot be read',
  checksum: 'what arrived is not what was released',
  interrupted: 'the connection broke',
  failed: 'the computer did not allow it',
});

/** What went wrong at a check, a download or an installation. */
export type UpdateProblem = keyof typeof UPDATE_PROBLEM_WORDS;

const REFUSALS: readonly UpdateProblem[] = ['unsigned', 'badSignature', 'malformed', 'checksum'];

/** Whether a file was not a genuine release for this computer. No network trouble explains that. */
export function isRefusal(problem: UpdateProblem): boolean {
  return REFUSALS.includes(problem);
}

export type UpdateState =
  | { readonly state: 'off'; readonly why: UpdatesOff }
  /** Not checked yet, or the first check is under way. */
  | { readonly state: 'checking' }
  /** `checkedAt`: milliseconds since 1970, as `at` below. */
  | { readonly state: 'upToDate'; readonly checkedAt: number }
  /** `percent`: whole, 0 to 100. */
  | { readonly state: 'downloading'; readonly version: string; readonly percent: number }
  | { readonly state: 'ready'; readonly version: string }
  | { readonly state: 'installing'; readonly version: string }
  | {
      readonly state: 'failed';
      readonly what: 'check' | 'download' | 'install';
      readonly problem: UpdateProblem;
      readonly at: number;
    };

/** What is known about the age of this version; times in milliseconds since 1970. */
export interface VersionAge {
  readonly nowMs: number;
  /** When this version was built, or `null` when that is not known. */
  readonly builtMs: number | null;
  /** When it was last found to be the newest one, or `null`. */
  readonly upToDateMs: number | null;
  /** When a newer release that is not installed yet came out, or `null` when none is known. */
  readonly newerSinceMs: number | null;
}

/** Says that this version is out of date, or may be. */
export interface OutOfDate {
  readonly level: 'note' | 'warning';
  /** Whole days. */
  readonly days: number;
  /**
   * Whether a newer release is known. If not, no check found this version to be the newest for a long time.
   */
  readonly newerKnown: boolean;
}

export interface UpdateFacts {
  readonly state: UpdateState;
  readonly outOfDate: OutOfDate | null;
  /** When this version was last found to be the newest one, or `null`. */
  readonly upToDateMs: number | null;
}

const DAY_MS = 86_400_000;
const NOTE_DAYS = 30;
const WARNING_DAYS = 90;

/** Nothing at first, a note from 30 days on, a warning from 90 days on. */
export function outOfDate({ nowMs, ...age }: VersionAge): OutOfDate | null {
  const newerSinceMs = notAfter(nowMs, age.newerSinceMs);
  const newerKnown = newerSinceMs !== null;
  // A version that was found to be the newest is as old as that check, even if its build is older.
  const sinceMs =
    newerSinceMs ?? latest(notAfter(nowMs, age.builtMs), notAfter(nowMs, age.upToDateMs));
  if (sinceMs === null) return null;
  const days = Math.floor((nowMs - sinceMs) / DAY_MS);
  if (days < NOTE_DAYS) return null;
  return { level: days < WARNING_DAYS ? 'note' : 'warning', days, newerKnown };
}

function latest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
