import type { WipeProgress } from '../workstation/wipe-progress.js';

/* What windows show of an account that several workstations share. */

/** How long an enrolment code is good for. */
export const ENROLMENT_HOURS = 24;

/** How many codes are made at once at the most. */
export const MOST_INVITATIONS = 50;

/** How this workstation stands to the clinic's server. */
export type StandingView =
  | { readonly kind: 'single' | 'connecting' | 'connected' }
  /** `alone`: without the server; `shut`: for longer than the clinic allows. */
  | {
      readonly kind: 'alone' | 'shut';
      /** When the server was last in contact, in milliseconds since 1970. */
      readonly sinceMs: number;
      /** When the limit is, or was, reached. */
      readonly untilMs: number;
      /** Whether that is so near that people must be told. */
      readonly isSoon: boolean;
      /** Why, and what to do: a sentence or two. */
      readonly reason: string;
      /** Whether waiting does not help: somebody has to do something. */
      readonly needsHelp: boolean;
    };

/** How far the sharing of an account, or the joining of a clinic, has come. */
export interface ClinicProgress {
  readonly what: 'sharing' | 'joining';
  readonly step: 'connecting' | 'preparing' | 'sending' | 'fetching' | 'comparing' | 'switching';
  /** How many decisions are through, of how many; 0 of 0 where nothing is counted. */
  readonly done: number;
  readonly of: number;
}

export interface WorkstationRow {
  readonly id: string;
  readonly name: string;
  readonly isThis: boolean;
  /** Milliseconds since 1970. */
  readonly enrolledAtMs: number;
}

/** An enrolment code that no computer has used yet. */
export interface InvitedRow {
  readonly id: string;
  readonly name: string;
  readonly untilMs: number;
  /** Whether its time is over. */
  readonly isLate: boolean;
}

/** The account and its computers. A clinic has so few of them that the view holds them all. */
export type ClinicView = { readonly progress: ClinicProgress | null } & (
  | {
      readonly shared: false;
      /** Whether the SQL file was saved and the account is not shared yet. */
      readonly hasScript: boolean;
    }
  | {
      readonly shared: true;
      /** As somebody would type it. */
      readonly serverAddress: string;
      /** Set when the server allows fewer connections than the clinic's workstations may need. */
      readonly connections: { readonly allowed: number; readonly needed: number } | null;
      /** By name. */
      readonly workstations: readonly WorkstationRow[];
      readonly invited: readonly InvitedRow[];
    }
);

/** One new workstation's code, in groups; it is shown once. */
export interface EnrolmentCode {
  readonly name: string;
  readonly code: string;
}

/** An administrator took this workstation out of the clinic, and it holds nothing of it any more. */
export interface RemovedView {
  readonly view: 'removed';
  readonly clinicName: string;
  /** The name of who decided it, and when, in milliseconds since 1970. */
  readonly by: string;
  readonly atMs: number;
  readonly wipe: WipeProgress;
}

/**
 * How far an order to sign out has come at one workstation, never more than is known. `asked`: it is under way;
 * `done`: the workstation itself said so; `notReached`: it has not been heard since then.
 */
export type SignOutState =
  | { readonly kind: 'asked' }
  | { readonly kind: 'done'; readonly atMs: number }
  | {
      readonly kind: 'notReached';
      /** `null`: not since the server, or this computer, was started. */
      readonly sinceMs: number | null;
      /** When its session ends if nobody touches it, and in any case; `null` where no session is known. */
      readonly ends: { readonly idleMs: number; readonly longestMs: number } | null;
    };

/** One workstation, as administrators see who is where. All times are milliseconds since 1970. */
export interface PresenceRow {
  readonly workstationId: string;
  readonly name: string;
  readonly isThis: boolean;
  readonly enrolledAtMs: number;
  /** Who is signed in; `null`: nobody, or nobody knows. */
  readonly session: {
    readonly memberName: string;
    readonly sinceMs: number;
    readonly idleSinceMs: number;
  } | null;
  /** When it was last heard of; `null`: not since the server, or this computer, was started. */
  readonly heardMs: number | null;
  /** Whether it was heard of so recently that what it said still counts. */
  readonly isReached: boolean;
  /** The version of the app there. */
  readonly version: string | null;
  /** Whether the newest settings are in force there. */
  readonly settings: 'newest' | 'older' | 'unknown';
  /** The last order to sign out that concerns it, of the last day. */
  readonly signOut: SignOutState | null;
}

export interface PresenceView {
  /** `away`: the server is out of reach, and all of this was heard before. */
  readonly contact: 'connected' | 'away';
  /** By name. */
  readonly rows: readonly PresenceRow[];
}

/** Where else the member is signed in. */
export interface ElsewhereView {
  readonly workstationName: string;
  readonly sinceMs: number;
  readonly heardMs: number;
}

/** A decision of this computer that the clinic's server has lost. */
export interface LostDecisionRow {
  readonly id: number;
  /** What was decided: a sentence. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Who decided it. */
  readonly by: string;
  /** Whether one click decides it again. */
  readonly canDecide: boolean;
  /** Otherwise what to do instead: a sentence; `null` where it can, and where it holds already. */
  readonly instead: string | null;
  /** Whether it holds already, as somebody has decided the same since. */
  readonly holds: boolean;
}

/** The longest reason of an order to sign out, in characters. */
export const LONGEST_REASON = 200;
