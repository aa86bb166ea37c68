import type { ManagedPlaceKind } from '../../shared/policy/managed-place.js';
import type { ManagedPolicy } from '../../shared/policy/managed-policy.js';

export type { ManagedPlaceKind };

/*
 * The ports of the policy that administrators set for this computer. `index.ts` exports them with the
 * others.
 */

/** Why a policy is not used: a code for reports, and a sentence for people. */
export interface ManagedProblem {
  readonly code: 'untrusted' | 'unreadable' | 'invalid' | 'older';
  readonly sentence: string;
}

/** `text`: a document in the form of `policy.json`, wherever it comes from; of an address, the signed one. */
export type ManagedReading =
  | { readonly found: false }
  | { readonly found: true; readonly text: string }
  | { readonly found: true; readonly problem: ManagedProblem };

/** A place where the administrators of this computer set its policy. */
export interface ManagedPlace {
  readonly kind: ManagedPlaceKind;
  /** Where it is, for people. */
  readonly path: string;
  /** Never rejects: a failure is returned as a `problem`. */
  read(): Promise<ManagedReading>;
}

/** A place that also tells when it has changed. */
export interface WatchedPlace extends ManagedPlace {
  /** Calls back at each change from now on: the place must be read again. */
  watch(onChanged: () => void): void;
  /** Cheap: runs with a look that is made anyway, and calls back for changes that cannot be watched. */
  look(): void;
}

/** What was last seen of a place, stored for the next run. */
export interface ManagedMemory {
  /** The text of the last good policy, while there is a policy. */
  readonly good: string | null;
  /** Why the policy that is there was refused, as written to the audit trail; `null`: it was not. */
  readonly refused: string | null;
}

export interface ManagedMemoryStore {
  load(): ManagedMemory;
  /** @throws when it cannot be stored */
  save(memory: ManagedMemory): void;
}

/** The managed policy that is in force now. */
export interface ManagedSource {
  readonly policy: ManagedPolicy;
}
