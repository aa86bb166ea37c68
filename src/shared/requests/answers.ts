/* Types that the answers of several requests share. A refusal is a value with a code. */

/** A refusal that a person can act on. `message` is one or two plain sentences. */
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

/**
 * Why nothing was written. `serverAway`: the clinic's server does not answer, and nothing was changed;
 * `serverUnsure`: its answer was lost, so the change may be made.
 */
export type NotWritten = 'storageFailed' | 'serverAway' | 'serverUnsure';
/** The session's credential could not be stored, or this workstation was locked meanwhile. */
export type CannotStart =
  | 'keychainUnavailable'
  | 'keychainMissing'
  | 'keychainLocked'
  | 'keychainWithoutWallet'
  | 'keychainCancelled'
  | 'stillWiping'
  | 'discarded'
  | 'accountInQuestion'
  | NotWritten;
/** Why the second step of a sign-in failed. */
export type WrongCode = 'wrongCode' | 'usedCode' | 'signInExpired';
/** Refusals of any request that changes something. */
export type CannotWrite = 'passwordRequired' | NotWritten;

/** Why a proof is refused. `lockedMeanwhile`: the session ended while it was checked. */
export const PROOF_REFUSALS = [
  'wrongPassword',
  'wrongCode',
  'usedCode',
  'wrongRecoveryCode',
  'recordTampered',
  'lockedMeanwhile',
] as const;
/** A proof was refused: it was wrong, or there were too many wrong tries. */
export type Unproved = Refusal<(typeof PROOF_REFUSALS)[number]> | Throttled;
/** A request changes who gets into the account, and it came without a proof. */
export type ProofRequired = Refusal<'proofRequired'> & {
  /** Whether a code is needed beside the password. */
  readonly withCode: boolean;
};
/** The answer of a request that changes who gets into the account. */
export type ActAnswer<Code extends string, Fields = unknown> =
  Answer<Code | NotWritten, Fields> | Unproved | ProofRequired;

/** `saved` is false when the person closed the dialog without saving. */
export type SaveAnswer<Code extends string> = Answer<Code, { readonly saved: boolean }>;
