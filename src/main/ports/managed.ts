import type { ManagedPlaceKind } from '../../shared/policy/managed-place.js';
import type { ManagedPolicy } from '../../shared/policy/managed-policy.js';

export type { ManagedPlaceKind };

/*
 * The ports of what is decided for this computer from outside. `ports.ts` passes them on with the
 * others.
 */

/** Why a policy is not used: a code for reports, and a sentence for people. */
export interface ManagedProblem {
  readonly code: 'untrusted' | 'unreadable' | 'invalid';
  readonly sentence: string;
}

/** `text`: a document in the form of `policy.json`, wherever it comes from. */
export type ManagedReading =
  | { readonly found: false }
  | { readonly found: true; readonly text: string }
  | { readonly found: true; readonly problem: ManagedProblem };

/** A place in which those who manage this computer decide for it. */
export interface ManagedPlace {
  readonly kind: ManagedPlaceKind;
  /** Where it is, for people. */
  readonly path: string;
  /** Never rejects: what goes wrong is a problem. */
  read(): Promise<ManagedReading>;
}

/** A place that also tells when it has changed. */
export interface WatchedPlace extends ManagedPlace {
  /** Tells of changes from now on: it is to be read again. */
  watch(onChanged: () => void): void;
  /** Cheap: goes along with a look that is made anyway, and tells of what cannot be watched. */
  look(): void;
}

/** What was last seen of a place, so that it outlives the app. */
export interface ManagedMemory {
  /** The text of the last good policy, while there is a policy. */
  readonly good: string | null;
  /** Why the policy that is there now was refused, as it was recorded. */
  readonly refused: string | null;
}

export interface ManagedMemoryStore {
  load(): ManagedMemory;
  /** @throws when it cannot be stored */
  save(memory: ManagedMemory): void;
}

/** What is managed, as it holds now. */
export interface ManagedSource {
  readonly policy: ManagedPolicy;
}
