import type { SignOutState } from '../../shared/requests/clinic-views.js';
import type { AwayReason } from './clinic-server.js';
import type { WorkstationBeat } from './presence.js';

/*
 * How a workstation stands to the clinic whose account it shares, as identity, session and windows see it.
 */

/**
 * `alone`: the server is out of reach; `shut`: for longer than the offline limit. `contradicted`: the server
 * keeps another account, or another course of it. `outdated`: somebody decided what this version does not
 * understand. `withheld`: another workstation has decisions that the server does not give this one; `copied`:
 * another computer uses this workstation's identity. `removed`: an administrator took this workstation out.
 */
export type ClinicStanding =
  | { readonly kind: 'single' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  | {
      readonly kind: 'alone' | 'shut';
      /** When the server was last in contact, in milliseconds since 1970. */
      readonly sinceMs: number;
      /** When the offline limit is, or was, reached. */
      readonly untilMs: number;
      /** Whether that is so near that people must be told. */
      readonly isSoon: boolean;
      readonly why: AwayReason | 'contradicted' | 'outdated' | 'withheld' | 'copied' | 'keychain';
    }
  | {
      readonly kind: 'removed';
      readonly clinicName: string;
      /** The name of who decided it, and when. */
      readonly by: string;
      readonly atMs: number;
    };

/** What a sign-in asks beyond this computer. Never rejects, and answers within about two seconds. */
export interface ClinicDesk {
  readonly standing: ClinicStanding;
  /** Makes sure that what was decided until now is known here, if the server answers. */
  catchUp(): Promise<void>;
  /**
   * Brings the box of a member's credential, or of a share, here.
   * @param hash as the state names it
   */
  fetchBox(hash: string): Promise<'here' | 'missing' | 'away'>;
  /** Uses a step of a member's authenticator app up in the whole clinic. */
  spendStep(memberId: string, record: string, step: number): Promise<'fresh' | 'used' | 'away'>;
  /** Counts a wrong try for an email in the whole clinic. @returns failures elsewhere since the last right one */
  countTry(email: string): Promise<number | 'away'>;
  /** A right one: what failed before counts no more. */
  settleTries(email: string): void;
}

/** Which decisions were in force here when a session began: only a later order to sign out ends it. */
export interface SignedIn {
  /** How many. */
  readonly signedInSeq: number;
  /** The link of the last one, in base 64. */
  readonly signedInLink: string;
}

/** An order to sign out that ends a session of this computer. */
export interface OrderedEnd {
  readonly cause: 'signedOutByAdministrator' | 'signedInElsewhere' | 'signedOutElsewhere';
  /** In the words of whoever ordered it. */
  readonly reason: string | null;
  /** Whether what was typed and not sent gets a moment first. */
  readonly hasMoment: boolean;
  /** The name of the workstation where its member goes on. */
  readonly elsewhere: string | null;
}

/** An order to sign out here that this version of the app obeys without knowing what was decided before. */
export interface OrderBeyond {
  /** `null`: whoever is signed in. */
  readonly memberId: string | null;
  readonly by: string;
  readonly reason: string | null;
}

/** The clinic's orders to sign out, as they are about this computer. */
export interface SignOutOrdersHere {
  /** For a session that begins now. */
  readonly now: SignedIn;
  /** @returns `null` for a session that goes on */
  endOf(session: SignedIn & { readonly memberId: string }): OrderedEnd | null;
  /**
   * How far the newest order has come that concerns a workstation.
   * @param beat what it said last
   * @returns `null` where there was none on the last day
   */
  stateAt(workstation: string, beat: WorkstationBeat | null, nowMs: number): SignOutState | null;
}

/** A computer that is no part of a clinic with several. */
export const SINGLE_DESK: ClinicDesk = {
  standing: { kind: 'single' },
  catchUp: () => Promise.resolve(),
  fetchBox: () => Promise.resolve('missing'),
  spendStep: () => Promise.resolve('fresh'),
  countTry: () => Promise.resolve(0),
  settleTries: () => undefined,
};

/** No decision is known that was in force: every order is about such a session. */
export const BEFORE_ANY: SignedIn = { signedInSeq: 0, signedInLink: '' };

/** Where nobody gives orders to sign out. */
export const NO_ORDERS_HERE: SignOutOrdersHere = {
  ...{ now: BEFORE_ANY, endOf: () => null, stateAt: () => null },
};
