import type { ClinicServer, ServerGreeting } from '../ports/index.js';

/** What this workstation says of itself, as the link uses it. */
export interface LineBeats {
  /** Whether nobody is signed in: then it is said less often. */
  readonly isFree: boolean;
  /** Whether decisions are in force here of which the server was not told. */
  readonly isStale: boolean;
  /** The first one of a connection, before the logs are compared. Answers as {@link beat}. */
  first(server: ClinicServer, boundMs: number): Promise<ServerGreeting | 'copied' | null>;
  /**
   * As the server's `greet`, and tells it how this workstation is. Rejects as that.
   * @returns `copied` when another computer speaks for this workstation; `null` when there is nothing to say
   */
  beat(server: ClinicServer, boundMs: number): Promise<ServerGreeting | 'copied' | null>;
  /**
   * Whether another workstation has decisions that the server does not give this one. Where it seems so, all of
   * them are asked first: what was heard may be of before the server was restored. Rejects as the server's `beats`.
   */
  isWithheldBy(server: ClinicServer, boundMs: number): Promise<boolean>;
}
