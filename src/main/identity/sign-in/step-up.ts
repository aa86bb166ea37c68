import type { Author, Member } from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import type { PasswordEntry } from '../passwords/password-entry.js';
import type { PasswordProof } from '../passwords/password-proof.js';
import type { SecondFactor, WrongCode } from '../second-factor/second-factor.js';
import type { ThrottledTry, Throttle } from './throttle.js';

export interface StepUpParts {
  readonly entry: Pick<PasswordEntry, 'checkMember'>;
  readonly secondFactor: SecondFactor;
  readonly throttle: Throttle;
  readonly proof: PasswordProof;
  readonly journal: IdentityJournal;
}

/** What a signed-in member enters again. */
export interface ProofGiven {
  readonly password: string;
  /** Of the authenticator app. */
  readonly code?: string | undefined;
  /** In the place of a code. */
  readonly recoveryCode?: string | undefined;
}

export type Proof<Code extends string = never> =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'wrongPassword' | Code }
  | ThrottledTry;

/**
 * Asks the signed-in member to prove who they are again, before a change to something that protects
 * everyone. Wrong tries count as at a sign-in, so that nobody can guess at an unlocked desk.
 */
export class StepUp {
  readonly #parts: StepUpParts;

  constructor(parts: StepUpParts) {
    this.#parts = parts;
  }

  async password(member: Member, password: string): Promise<Proof> {
    const { entry, throttle, proof, journal } = this.#parts;
    const charge = throttle.charge(member.email, 'confirmation');
    if (!charge.ok) return charge;
    const checked = await entry.checkMember(member, password);
    if (!checked.ok) {
      journal.record('signIn.failed', member.id, { step: 'confirmation' });
      return { ok: false, code: 'wrongPassword' };
    }
    checked.keys.forget();
    charge.refund();
    proof.prove(member.id);
    return { ok: true };
  }

  /**
   * Checks the password and, if the second factor is on, its code or a recovery code. Each code works
   * once, whether it is used here or at a sign-in.
   */
  async passwordAndCode(
    member: Member,
    keys: Author['keys'],
    { password, code = '', recoveryCode }: ProofGiven,
  ): Promise<Proof<WrongCode | 'wrongRecoveryCode' | 'recordTampered'>> {
    const { secondFactor, throttle, journal } = this.#parts;
    const unlocked = { memberId: member.id, keys };
    // Nobody can tell any more whether there was a second factor, so a password is not enough.
    if (secondFactor.isDamaged(unlocked)) return { ok: false, code: 'recordTampered' };
    const proved = await this.password(member, password);
    if (!proved.ok || !secondFactor.isOn(unlocked)) return proved;
    const charge = throttle.charge(member.email, 'confirmation');
    if (!charge.ok) return charge;
    const wrong =
      recoveryCode === undefined
        ? await secondFactor.spendCode(unlocked, code)
        : await secondFactor.spendRecoveryCode(unlocked, recoveryCode);
    if (wrong !== null) {
      journal.record('signIn.failed', member.id, { step: 'confirmation' });
      return { ok: false, code: wrong };
    }
    charge.refund();
    return { ok: true };
  }
}
