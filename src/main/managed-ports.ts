import type { ManagedPolicy } from '../contract/managed-policy.js';

/*
 * The ports of what is decided for this computer from outside. `ports.ts` passes them on with the
 * others.
 */

/** Why a file is not used: a code for reports, and a sentence for people. */
export interface ManagedProblem {
  readonly code: 'untrusted' | 'unreadable' | 'invalid';
  readonly sentence: string;
}

export type ManagedFileReading =
  | { readonly found: false }
  | { readonly found: true; readonly text: string }
  | { readonly found: true; readonly problem: ManagedProblem };

/** The file in which those who manage this computer decide for it. */
export interface ManagedFile {
  /** Where it is, for people. */
  readonly path: string;
  /** Never rejects: what goes wrong is a problem. */
  read(): Promise<ManagedFileReading>;
}

/** What was last seen of the file, so that it outlives the app. */
export interface ManagedMemory {
  /** The text of the last good file, while there is a file. */
  readonly good: string | null;
  /** Why the file that is there now was refused, as it was recorded. */
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
