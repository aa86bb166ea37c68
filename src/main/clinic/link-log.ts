import type { ClinicServer, Position } from '../ports/index.js';

/**
 * What comes of a look at the server's log. `same`: it continues ours, and we have all of it. The others:
 * see `ClinicStanding`; `removed` is proved by a signed decision.
 */
export type Meeting = 'same' | 'contradicted' | 'outdated' | 'removed';

/** The log of the clinic's decisions on this computer, as the link uses it. */
export interface Log {
  readonly head: Position;
  /**
   * Compares with a server that answers, puts back what it forgot, and takes what is new. Decisions go there
   * from then on. Rejects with ServerAwayError.
   */
  meet(server: ClinicServer): Promise<Meeting>;
  /** Takes what is new; one at a time, whoever calls. */
  pull(): Promise<Meeting>;
  /** The connection is gone: decisions are refused. */
  part(): void;
  /** Brings a box here. Rejects with ServerAwayError. */
  fetchBox(hash: string, boundMs: number): Promise<'here' | 'missing'>;
  /** The name of a mark: 16 bytes. */
  markName(purpose: 'step' | 'tries' | 'settled', subject: string): Buffer;
}
