import { notAfter } from '../texts/stored-time.js';
import { sayings } from '../words/say.js';

/*
 * What people are told of updates: the state, and for how long this version has been out of date.
 */

/** Why this computer's app does not update itself. */
export type UpdatesOff =
  /** It was started from its sources, and not installed. */
  | 'development'
  /** The build has no key to check releases with. */
  | 'noKey'
  /** Neither the build nor a managed policy names where releases are. */
  | 'noAddress'
  /** This kind of package is updated by whatever installed it. */
  | 'package';

/** What went wrong at a check, a download or an installation. */
export type UpdateProblem =
  | 'unreachable'
  | 'notFound'
  | 'unsigned'
  | 'badSignature'
  | 'malformed'
  | 'checksum'
  | 'interrupted'
  | 'failed';

/** Each of them as it goes on after a colon. */
export const UPDATE_PROBLEM_WORDS: Readonly<Record<UpdateProblem, string>> = sayings({
  unreachable: 'the server with the releases cannot be reached',
  notFound: 'there are no releases at the address',
  unsigned: 'the release has no signature',
  badSignature: 'the signature of the release is not right',
  malformed: 'the release is not meant for this computer, or cannot be read',
  checksum: 'what arrived is not what was released',
  interrupted: 'the connection broke',
  failed: 'the computer did not allow it',
});

const REFUSALS: readonly UpdateProblem[] = ['unsigned', 'badSignature', 'malformed', 'checksum'];

/** Whether something did not prove to be a release for this computer, which no network explains. */
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

/** What is known of how old this version is; milliseconds since 1970. */
export interface VersionAge {
  readonly nowMs: number;
  /** When this version was built, or `null` when that is not known. */
  readonly builtMs: number | null;
  /** When it was last found to be the newest one, or `null`. */
  readonly upToDateMs: number | null;
  /** When a newer release that is not installed yet came out, or `null` when none is known. */
  readonly newerSinceMs: number | null;
}

/** That this version is out of date, or may be. */
export interface OutOfDate {
  readonly level: 'note' | 'warning';
  /** Whole days. */
  readonly days: number;
  /** Whether a newer release is known, or this version just was not found to be the newest for long. */
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
  // What was the newest one a while ago counts from then on, however old the build is.
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
