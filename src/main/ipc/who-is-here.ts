import type { HalfSignIn } from '../identity/sign-in/half-sign-in.js';
import type { SignInFlow } from '../identity/sign-in/sign-in-flow.js';
import type { AccountStore, Member } from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';

export interface WhoIsHereParts {
  readonly account: Pick<AccountStore, 'memberById'>;
  readonly flow: Pick<SignInFlow, 'half'>;
  readonly runner: Pick<SessionRunner, 'state'>;
}

/** The member who is signed in, or half signed in, for the gate and the views. */
export class WhoIsHere {
  readonly #parts: WhoIsHereParts;

  constructor(parts: WhoIsHereParts) {
    this.#parts = parts;
  }

  /** The member who is signed in, freshly read: a changed role counts at once. */
  signedIn(): Member | null {
    const { state } = this.#parts.runner;
    if (state.kind !== 'active' && state.kind !== 'warning') return null;
    const member = this.#parts.account.memberById(state.session.memberId);
    return member?.active === true ? member : null;
  }

  /** The sign-in that waits for its next step, if nothing has locked this workstation since. */
  halfSignedIn(): HalfSignIn | null {
    const { flow, runner } = this.#parts;
    return flow.half(runner.state.generation);
  }
}
