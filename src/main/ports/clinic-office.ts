import type { WhomToSignOut } from '../../shared/requests/clinic.js';
import type { TextDocument } from './account.js';
import type { AwayReason, FoundingProblem, ServerPlace } from './clinic-server.js';
import type { Author, Outcome, Refused } from './decisions.js';

/*
 * What administrators do with the computers of their clinic, and what makes a computer one of them.
 */

/** How far the sharing of an account, or the enrolment of this computer, has come. */
export interface OfficeProgress {
  readonly what: 'sharing' | 'joining';
  readonly step: 'connecting' | 'preparing' | 'sending' | 'fetching' | 'comparing' | 'switching';
  /** How many decisions are through, of how many; 0 of 0 where nothing is counted. */
  readonly done: number;
  readonly of: number;
}

export interface ShareForm {
  readonly place: ServerPlace;
  /** A login that may make roles and schemas; `null` after the script was run. Kept nowhere. */
  readonly owner: { readonly user: string; readonly password: string } | null;
  /** What this computer is called from then on. */
  readonly workstationName: string;
}

/**
 * `notSingle`: the account is shared already; `noScript`: no script was made here; `different`: what the server
 * keeps is not what was sent; `stopped`: somebody stopped it.
 */
export type ShareProblem =
  AwayReason | FoundingProblem | 'notSingle' | 'noScript' | 'different' | 'stopped' | 'keychain';

export interface MoveForm {
  readonly place: ServerPlace;
  /** As in {@link ShareForm}, where the database is empty; `null` when the clinic's place is there. */
  readonly owner: ShareForm['owner'];
}

/** `ownerRefused`: the server does not accept the owner's login. */
export type MoveProblem = AwayReason | FoundingProblem | 'ownerRefused';

export interface JoinForm {
  readonly place: ServerPlace;
  /** As it was typed. */
  readonly code: string;
  /** Whether an account that is on this computer is kept as a file set aside. Else such a computer may not join. */
  readonly setAside: boolean;
}

/**
 * `wrongCode`: it cannot be a code; `refused` (of the server): it is not, or no longer, good; `hasAccount`: there
 * is an account on this computer; `notTheClinic`: what the server keeps is not the clinic that made the code.
 */
export type JoinProblem =
  AwayReason | 'wrongCode' | 'hasAccount' | 'notTheClinic' | 'stopped' | 'keychain' | 'outdated';

/** One computer of the clinic, as its decisions say. */
export interface WorkstationFact {
  readonly id: string;
  readonly name: string;
  readonly isThis: boolean;
  readonly enrolledAtMs: number;
}

/** A code on paper that no computer has used yet. */
export interface InvitedWorkstation {
  readonly id: string;
  readonly name: string;
  readonly untilMs: number;
  readonly isLate: boolean;
}

export type { WhomToSignOut };
export type SignOutProblem = 'notShared' | 'unknownWorkstation' | 'unknownMember';

/** Where people order others, or themselves, to sign out. Rejects as `Decisions.commit` does. */
export interface SignOutDesk {
  order(
    whom: WhomToSignOut,
    reason: string | null,
    author: Author,
  ): Promise<Outcome<SignOutProblem>>;
  /** The author's own sessions at all other workstations. */
  elsewhere(author: Author): Promise<Outcome<'notShared'>>;
}

export interface ClinicOffice {
  readonly progress: OfficeProgress | null;
  /** Whether a script was made and its account is not shared yet. */
  readonly hasScript: boolean;
  /** The server of the clinic; `null` for a single computer. */
  readonly place: ServerPlace | null;
  /** How many connections the server allows in all; `null` while it is not in contact. */
  readonly mostConnections: number | null;
  readonly workstations: readonly WorkstationFact[];
  readonly invited: readonly InvitedWorkstation[];
  share(form: ShareForm, author: Author): Promise<Outcome<ShareProblem>>;
  /** The SQL for whoever runs the database, which makes a place for this computer alone. */
  script(author: Author): Promise<TextDocument>;
  /** Stops sharing or joining, if it is not too late. */
  stop(): void;
  join(form: JoinForm): Promise<Outcome<JoinProblem>>;
  /** @returns a code for each name, in groups; rejects as `Decisions.commit` does */
  invite(
    names: readonly string[],
    author: Author,
  ): Promise<
    { readonly ok: true; readonly codes: readonly string[] } | Refused<AwayReason | 'nameTaken'>
  >;
  withdraw(workstation: string, author: Author): Promise<Outcome<'unknownWorkstation'>>;
  rename(
    workstation: string,
    name: string,
    author: Author,
  ): Promise<Outcome<'unknownWorkstation' | 'nameTaken'>>;
  /** Takes a workstation out. @param newKeys whether the clinic gets new keys too */
  remove(
    workstation: string,
    newKeys: boolean,
    author: Author,
  ): Promise<Outcome<'unknownWorkstation' | 'thisWorkstation'>>;
  /** Names another address of the same server, or a new server. */
  move(form: MoveForm, author: Author): Promise<Outcome<MoveProblem>>;
  /** Makes this computer independent: it keeps the account, and leaves the clinic. */
  leave(author: Author): Promise<Outcome<AwayReason>>;
}
