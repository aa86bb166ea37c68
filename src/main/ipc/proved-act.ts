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

/** The member proves again who they are, at the moment of the act. */
export interface ProvedAct {
  /** @returns `null` when the member has proved it and the same session still lives */
  readonly unproved: (member: Member, given: ProofGiven) => Promise<Unproved | null>;
  /** The same, but a window may first ask without a proof which proof is needed. */
  readonly unprovedAct: (
    member: Member,
    given: ProofGiven | null,
  ) => Promise<Unproved | ProofRequired | null>;
}

/**
 * Guards each act that decides who gets into the account: asks for the password and, if the second
 * factor is on, a code. A recent sign-in is no proof here: a person who finds an abandoned session must
 * not be able to make a lasting way into the account.
 */
export function provedAct({ stepUp, secondFactor, keys, runner }: ProvedActParts): ProvedAct {
  async function unproved(member: Member, given: ProofGiven): Promise<Unproved | null> {
    const { generation } = runner.state;
    const proved = await stepUp.passwordAndCode(member, keys.keys, given);
    if (!proved.ok) return explain(proved);
    // Somebody else may be signed in by now, and must not use this member's proof.
    return runner.state.generation === generation ? null : refusal('lockedMeanwhile');
  }

  function proofRequired(member: Member): ProofRequired {
    const asked: Refusal<'proofRequired'> = refusal('proofRequired');
    return { ...asked, withCode: secondFactor.isOn({ memberId: member.id }) };
  }

  return {
    unproved,
    unprovedAct: (member, given) =>
      given === null ? Promise.resolve(proofRequired(member)) : unproved(member, given),
  };
}
