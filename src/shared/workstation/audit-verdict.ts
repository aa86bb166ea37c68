/*
 * What a check of the audit log found, in words, and how the log is kept.
 */

/** The forms in which the log leaves the app. The signed log is always the whole one. */
export const AUDIT_FORMATS = ['table', 'signed', 'fhir'] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

/** One thing that is wrong. */
export interface AuditProblem {
  /** The numbers of the first and of the last event that it is about. */
  readonly from: number;
  readonly to: number;
  /** A sentence. */
  readonly text: string;
  /** Whether it is about these events themselves, and not about one that is missing or about a key. */
  readonly marks: boolean;
  /** The time of the last event before it, in milliseconds since 1970, or `null`. */
  readonly afterMs: number | null;
}

/** What was found in one log. */
export interface AuditFinding {
  readonly isComplete: boolean;
  /** What was found, in a sentence. */
  readonly summary: string;
  /** In the order of the log; the first {@link MOST_PROBLEMS_SHOWN}. */
  readonly problems: readonly AuditProblem[];
  /** How many more there are. */
  readonly moreProblems: number;
  /** What else is worth knowing, each a sentence. */
  readonly notes: readonly string[];
}

/** What was found in the log of one workstation of a clinic. */
export interface WorkstationFinding extends AuditFinding {
  readonly workstationId: string;
  /** Its name. */
  readonly workstation: string;
  /** Which copy was checked: the server's, which all see, or this computer's own one. */
  readonly copy: 'server' | 'here';
}

/**
 * What a check found. In a clinic with several workstations the problems stand in the parts alone, and the notes
 * are about all of them.
 */
export interface AuditVerdict extends AuditFinding {
  /** As `AuditPage.source`: what was checked. */
  readonly source: 'clinic' | 'here' | 'single';
  /** One for each log, this computer's own copy first; none where one computer has the log for itself. */
  readonly parts: readonly WorkstationFinding[];
}

export const MOST_PROBLEMS_SHOWN = 50;

/** How far a check has come, in events of all workstations. */
export interface AuditProgress {
  readonly checked: number;
  readonly of: number;
}

/** How long the log is kept, in years. */
export const LEAST_AUDIT_YEARS = 1;
export const MOST_AUDIT_YEARS = 100;
/** The choices that Settings offers. */
export const AUDIT_YEARS = [1, 2, 3, 5, 6, 7, 10, 15, 20, 30] as const;

export interface AuditKeeping {
  readonly years: number;
  /** How many events are older than that. */
  readonly older: number;
}
