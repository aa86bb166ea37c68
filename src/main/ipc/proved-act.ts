import type { ProofRequired, Refusal, Unproved } from '../../shared/requests/answers.js';
import type { KeyRing } from '../identity/key-ring.js';
import type { SecondFactor } from '../identity/second-factor/second-factor.js';
import type { ProofGiven, StepUp } from '../identity/sign-in/step-up.js';
import type { Member } from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';
import { explain, refusal } from './messages.js';

export interface ProvedActParts {
  readonly stepUp: StepUp;
  readonly secondFactor: SecondFactor;
  readonly keys: KeyRing;
  readonly runner: Pick<SessionRunner, 'state'>;
}

/** Who asks to do something shows at that very moment who it is. */
export interface ProvedAct {
  /** @returns `null` when it is proved, and the session in which it was asked still lives */
  readonly unproved: (member: Member, given: ProofGiven) => Promise<Unproved | null>;
  /** The same for a window that may ask first, without a proof, what has to be shown. */
  readonly unprovedAct: (
    member: Member,
    given: ProofGiven | null,
  ) => Promise<Unproved | ProofRequired | null>;
}

/**
 * What stands before each act that decides who gets into the account: the password and, where there
 * is a second factor, a code. That somebody has just signed in proves nothing here: whoever sits down
 * at a session that was left must not come out of it with a way back in.
 */
export function provedAct({ stepUp, secondFactor, keys, runner }: ProvedActParts): ProvedAct {
  async function unproved(member: Member, given: ProofGiven): Promise<Unproved | null> {
    const { generation } = runner.state;
    const proved = await stepUp.passwordAndCode(member, keys.key, given);
    if (!proved.ok) return explain(proved);
    // Somebody else may be signed in by now: what this member proved is not theirs to use.
    return runner.state.generation === generation ? null : refusal('lockedMeanwhile');
  }

  function proofRequired(member: Member): ProofRequired {
    const asked: Refusal<'proofRequired'> = refusal('proofRequired');
    return { ...asked, withCode: secondFactor.isOn({ memberId: member.id, key: keys.key }) };
  }

  return {
    unproved,
    unprovedAct: (member, given) =>
      given === null ? Promise.resolve(proofRequired(member)) : unproved(member, given),
  };
}
