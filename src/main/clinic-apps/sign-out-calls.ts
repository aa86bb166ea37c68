import type { ClinicApp } from '../../shared/clinic-apps/clinic-app.js';
import type { Clock } from '../ports/index.js';
import { within } from '../ports/within.js';
import { bestEffort } from './best-effort.js';
import type { ClinicAppJournal } from './journal.js';

/** How long a site has to answer to a sign-out call, in milliseconds. */
export const SIGN_OUT_BOUND_MS = 5_000;

/** An app that was open, and how to call its site with the cookies of the ended session. */
export interface SignOutCall {
  readonly app: Pick<ClinicApp, 'name'>;
  readonly address: string;
  /**
   * @returns the HTTP status
   * @throws when there is no answer, or `signal` aborts
   */
  readonly ask: (address: string, signal: AbortSignal) => Promise<number>;
}

export interface SignOutParts {
  readonly clock: Clock;
  readonly journal: ClinicAppJournal;
}

/** `done`: the site answered, and not with an error. */
type Outcome = 'done' | 'failed' | 'timedOut';

/** Tells sites that a session is over. */
export class SignOutCalls {
  readonly #parts: SignOutParts;

  constructor(parts: SignOutParts) {
    this.#parts = parts;
  }

  /**
   * Calls every sign-out address, all at once. The result of each is audited as soon as it is known.
   * @param memberId the member of the session, or `null` when not known any more
   * @returns settles when all calls are done, at the latest after {@link SIGN_OUT_BOUND_MS}; never rejects
   */
  async call(calls: readonly SignOutCall[], memberId: string | null): Promise<void> {
    await Promise.all(
      calls.map(async (call) => {
        const outcome = await this.#outcomeOf(call);
        // The session is over, even if the audit trail cannot be written.
        bestEffort(() => {
          this.#parts.journal.record('clinicApp.signedOut', memberId, call.app.name, { outcome });
        });
      }),
    );
  }

  #outcomeOf({ ask, address }: SignOutCall): Promise<Outcome> {
    const control = new AbortController();
    const answer = async (): Promise<Outcome> => {
      try {
        const status = await ask(address, control.signal);
        return status >= 200 && status < 400 ? 'done' : 'failed';
      } catch {
        return 'failed';
      }
    };
    const late = (): Outcome => {
      control.abort();
      return 'timedOut';
    };
    // The time limit works even when the call ignores its `signal`.
    return within(answer(), SIGN_OUT_BOUND_MS, late, this.#parts.clock);
  }
}
