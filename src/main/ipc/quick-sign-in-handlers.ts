import type { QUICK_SIGN_IN_REQUESTS } from '../../shared/requests/quick-sign-in.js';
import type { QuickSignInDesk } from '../quick-sign-in/quick-sign-in-desk.js';
import type { SessionStart } from '../session/begin.js';
import type { SessionRunner } from '../session/runner.js';
import { DONE, writing } from './answers.js';
import type { HandlersOf } from './gate.js';
import { explain, refusal, wrongPin } from './messages.js';
import { provedAct, type ProvedActParts } from './proved-act.js';

export interface QuickSignInHandlerParts extends ProvedActParts {
  readonly quickSignIn: QuickSignInDesk;
  readonly runner: SessionRunner;
  readonly sessions: SessionStart;
}

/** Coming back by badge and PIN, and who has a badge. */
export function quickSignInHandlers(
  parts: QuickSignInHandlerParts,
): HandlersOf<typeof QUICK_SIGN_IN_REQUESTS> {
  const { quickSignIn, runner, sessions, keys } = parts;
  const { unproved } = provedAct(parts);

  return {
    enterPin: ({ pin }) =>
      writing(async () => {
        const { kind, generation } = runner.state;
        if (kind === 'ending') return refusal('stillWiping');
        if (kind !== 'signedOut') return refusal('discarded');
        const entered = await quickSignIn.enterPin(pin);
        if (!entered.ok)
          return entered.code === 'wrongPin' ? wrongPin(entered.triesLeft) : explain(entered);
        const { complete } = entered;
        // Unlike a password, a PIN proves nothing for what is done in the session.
        const problem = await sessions.begin(complete.member, generation, complete.keys, complete);
        return problem === null ? DONE : refusal(problem);
      }),
    leaveBadge: () => {
      quickSignIn.leave();
      return DONE;
    },

    startBadge: ({ proof }, { member }) =>
      writing(async () => {
        const refused = await unproved(member, proof);
        if (refused !== null) return refused;
        const begun = quickSignIn.begin(keys.authorFor(member));
        return begun.ok ? DONE : explain(begun);
      }),
    finishBadge: ({ pin }, { member }) =>
      writing(async () => {
        const finished = await quickSignIn.finish(keys.authorFor(member), pin);
        return finished.ok ? DONE : explain(finished);
      }),
    cancelBadge: () => {
      quickSignIn.cancel();
      return DONE;
    },
    removeBadge: ({ proof }, { member }) =>
      writing(async () => {
        const refused = await unproved(member, proof);
        if (refused !== null) return refused;
        await quickSignIn.remove(keys.authorFor(member));
        return DONE;
      }),

    removeMemberBadge: ({ memberId }, { member }) =>
      writing(async () => {
        const removed = await quickSignIn.removeOf(memberId, keys.authorFor(member));
        return removed.ok ? DONE : explain(removed);
      }),
  };
}
