import type { Author, Clock, Decision, DecisionStore } from '../ports/index.js';
import type { ClinicAccount } from './clinic-account.js';
import { boxesOf, type ClinicState, credentialsOf } from './clinic-state.js';
import type { Entry, EntryBody } from './entry.js';
import type { Void } from './judge.js';

/** What in the file did not belong to the chain; `older`: the chain is not the one that is remembered. */
export type Foreign = 'state' | 'chain' | 'box' | 'older';

export interface ChainParts {
  readonly store: DecisionStore;
  readonly account: ClinicAccount;
  readonly clock: Clock;
  /** How far the audit trail has come. */
  readonly trailHead: () => EntryBody['trail'];
  /** Called when something in the file does not belong to the chain. */
  readonly onForeign: (what: Foreign) => void;
}

/** The judge refused a decision of this app: a fault in the code that made it. */
export class RefusedDecisionError extends Error {
  override readonly name = 'RefusedDecisionError';

  constructor(why: Void) {
    super(`The decision was refused: ${why}.`);
  }
}

/** The clinic's server did not answer in time: nobody knows yet whether it took the decision. */
export class ServerUnsureError extends Error {
  override readonly name = 'ServerUnsureError';
}

/** Who gives the next number to the decisions of a shared account. */
export interface Order {
  /** This computer's id. */
  readonly workstation: string;
  /**
   * Gives the entry the next number, if nobody was faster; else takes what was decided meanwhile.
   * @param finish makes the decision felt here, once; for when it turns out later that it was taken
   * @returns rejects with `ServerAwayError` when nothing was sent, with {@link ServerUnsureError} else
   */
  append(entry: Entry, boxes: readonly Buffer[], finish: () => void): Promise<'appended' | 'moved'>;
  /** Called in the transaction in which the appended entry is stored. */
  written(): void;
}

/** How often a decision is made anew because others were faster. */
export const MOST_TRIES = 50;

/**
 * Whether this is a step on the way out of an account that is in question. Only administrators get as far:
 * with the kit, with a second factor that they must set up after it, with a recovery code.
 */
export function mends({ as }: Author, { change: { kind } }: Decision): boolean {
  const own = kind === 'twoFactor.set' || kind === 'recoveryCode.used';
  return own || kind === 'account.accepted' || as === 'emergencyKit';
}

/** The boxes that this computer must have: of a shared account, not those that only a password opens. */
export function neededBoxes(state: ClinicState): ReadonlySet<string> {
  const boxes = boxesOf(state);
  if (state.shared !== null) for (const box of credentialsOf(state)) boxes.delete(box);
  return boxes;
}

/**
 * Whether a box is missing that somebody must have taken away. A badge's may be: a version that did not know
 * badges passed over it, and its member signs in with the password.
 */
export function lacksBox(account: Pick<ClinicAccount, 'box'>, state: ClinicState): boolean {
  const badges = new Set(Object.values(state.members).map(({ badge }) => badge));
  return [...neededBoxes(state)].some((hash) => !badges.has(hash) && account.box(hash) === null);
}

/** Decisions from elsewhere, as they were verified. */
export interface Taken {
  readonly entries: readonly Entry[];
  readonly state: ClinicState | null;
  readonly boxes: readonly Buffer[];
  /** More that must be written with them, in their transaction. */
  readonly also: () => void;
}

/** Hears of decisions from elsewhere, and what the account is after them. */
export type TakenListener = (entries: readonly Entry[], state: ClinicState | null) => void;

/**
 * Whether a member may go on with an account that went on without some decisions: whoever those had sent away may
 * not, although the account as it is now knows nothing of them.
 * @param lost what the chain said with those decisions
 * @param kit the public signing key of the emergency kit's code, if the member has only that
 */
export function mayGoOn(lost: ClinicState, memberId: string, kit?: string): boolean {
  const member = lost.members[memberId];
  const isKit = kit === undefined || lost.emergencyKit?.signing === kit;
  return member?.active === true && member.role === 'administrator' && isKit;
}
