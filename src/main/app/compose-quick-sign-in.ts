import type { AccountStore, Clock } from '../ports/index.js';
import { QuickSignIn } from '../quick-sign-in/quick-sign-in.js';
import type { SessionState } from '../session/machine.js';
import type { Acts } from './acts.js';
import type { Identity } from './compose-identity.js';
import type { OpenClinic } from './open-clinic.js';
import type { ObservedState } from './state.js';

/*
 * The part of the composition root that builds the quick sign-in by badge and PIN. No electron: the tests build
 * the same.
 */

export interface QuickSignInRootParts {
  readonly account: AccountStore;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly clinic: Pick<OpenClinic, 'desk' | 'orders'>;
  readonly state: ObservedState;
  readonly acts: Pick<Acts, 'badgeTapped'>;
}

/** What is kept for members goes as soon as something has changed that it rests on. */
export function composeQuickSignIn(parts: QuickSignInRootParts): QuickSignIn {
  const { identity, clinic, state, acts } = parts;
  const quickSignIn = new QuickSignIn({
    ...parts,
    ...identity,
    ...clinic,
    policy: () => state.now.policy,
    handOver: acts.badgeTapped,
    onChange: () => {
      state.count('others');
    },
  });
  // Everything counts here: the account, the policy, and how this computer stands to its clinic.
  state.follow(
    (now) => now,
    ({ session }) => {
      if (isLive(session)) quickSignIn.leave();
      if (session.kind === 'ending')
        quickSignIn.sessionEnds(session.session.memberId, session.ended.cause);
      quickSignIn.look();
    },
  );
  return quickSignIn;
}

function isLive({ kind }: SessionState): boolean {
  return kind === 'active' || kind === 'warning';
}
