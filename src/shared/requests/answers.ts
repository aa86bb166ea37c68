/*
 * What the answers of several requests are made of. A refusal is a value with a code.
 */

/** What a person can be told and can act on. `message` is one or two plain sentences. */
export type Refusal<Code extends string> = {
  readonly ok: false;
  readonly code: Code;
  readonly message: string;
};
export type Done<Fields = unknown> = { readonly ok: true } & Fields;
/** Too many wrong tries. */
export type Throttled = Refusal<'throttled'> & {
  /** Whole seconds, 1 or more. */
  readonly retryAfterSeconds: number;
};
export type Answer<Code extends string, Fields = unknown> = Done<Fields> | Refusal<Code>;

/** The session's credential could not be kept, or something locked this workstation meanwhile. */
export type CannotStart =
  | 'keychainUnavailable'
  | 'keychainMissing'
  | 'keychainLocked'
  | 'keychainWithoutWallet'
  | 'keychainCancelled'
  | 'stillWiping'
  | 'discarded'
  | 'storageFailed';
/** What was entered as the second step is not right. */
export type WrongCode = 'wrongCode' | 'usedCode' | 'signInExpired';
/** What any request that changes something may answer. */
export type CannotWrite = 'passwordRequired' | 'storageFailed';

/** Why a proof is refused. `lockedMeanwhile`: the session ended while it was checked. */
export const PROOF_REFUSALS = [
  'wrongPassword',
  'wrongCode',
  'usedCode',
  'wrongRecoveryCode',
  'recordTampered',
  'lockedMeanwhile',
] as const;
/** A request with a proof in it: what was shown is not right, or too much of it was wrong. */
export type Unproved = Refusal<(typeof PROOF_REFUSALS)[number]> | Throttled;
/** An act that decides who gets into the account was asked for without a proof. */
export type ProofRequired = Refusal<'proofRequired'> & {
  /** Whether a code is needed beside the password. */
  readonly withCode: boolean;
};
/** The answer of an act that decides who gets into the account. */
export type ActAnswer<Code extends string, Fields = unknown> =
  Answer<Code | 'storageFailed', Fields> | Unproved | ProofRequired;

/** Somebody may choose another place in a dialog, or none. */
export type SaveAnswer<Code extends string> = Answer<Code, { readonly saved: boolean }>;
