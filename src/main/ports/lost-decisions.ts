import type { Policy } from '../../shared/policy/policy.js';
import type { SignInRules } from '../../shared/policy/sign-in-rules.js';
import type { SignedChange } from '../account/changes.js';
import type { MoveProblem } from './clinic-office.js';
import type { Author, Outcome } from './decisions.js';

/*
 * Decisions that only this computer had when the clinic's server went on differently.
 */

/** What to do about a decision that cannot be made again as it was. */
export type LostInstead =
  | 'addMember'
  | 'unknownMember'
  | 'ownPassword'
  | 'ownSecondFactor'
  | 'newRecoveryCodes'
  | 'ownReset'
  | 'ownBadge'
  | 'inviteMember'
  | 'emergencyKit'
  | 'changeApps'
  | 'inviteWorkstation'
  | 'enrolAnew'
  | 'removeWorkstation'
  | 'unknownWorkstation'
  | 'thisWorkstation';

/** Settings as they were before a decision, after it, and as they are. */
export interface ThreeOf<Settings> {
  readonly before: Settings;
  readonly after: Settings;
  readonly now: Settings;
}

export interface LostFact {
  readonly id: number;
  readonly change: SignedChange;
  /** In milliseconds since 1970. */
  readonly atMs: number;
  /** The name of who decided it. */
  readonly by: string;
  /** The name of the member or the workstation that it is about; empty where there is none. */
  readonly about: string;
  readonly policy: ThreeOf<Policy> | null;
  readonly rules: ThreeOf<SignInRules> | null;
  /** `holds`: the account is so already; `open`: it can be decided again. */
  readonly standing: 'holds' | 'open' | LostInstead;
}

/** Why it was not decided again; all but the first two as the usual way to decide it says. */
export type LostProblem =
  | 'unknownDecision'
  | 'cannotDecide'
  | 'lastAdministrator'
  | 'unknownMember'
  | 'unknownWorkstation'
  | 'thisWorkstation'
  | 'nameTaken'
  | 'changedMeanwhile'
  | 'notShared'
  | MoveProblem;

export interface LostDecisions {
  /** Oldest first. @param reader who asks: some things nobody decides about themselves */
  list(reader: string): Promise<readonly LostFact[]>;
  /** As the usual way does it. Rejects as `Decisions.commit` does. */
  decideAgain(id: number, author: Author): Promise<Outcome<LostProblem>>;
  putAway(id: number): Promise<Outcome<'unknownDecision'>>;
}
