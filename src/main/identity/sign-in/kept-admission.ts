import type { SeedKeys } from '../../keys/seed-keys.js';
import type { AccountStore, ClinicDesk, Clock, Refused } from '../../ports/index.js';
import type { Admission, Admitted } from './admission.js';
import type { Completion, CompleteSignIn } from './completion.js';
import { mayEnterWhileShut } from './shut.js';
import { dueInDays } from './two-factor-due.js';

export interface KeptAdmissionParts {
  readonly account: AccountStore;
  readonly admission: Pick<Admission, 'admit'>;
  readonly completion: Completion;
  readonly clock: Clock;
  readonly desk: Pick<ClinicDesk, 'standing'>;
}

/** Admits whoever comes back by badge and PIN, in the place of password and code. It gives no proof of either. */
export class KeptAdmission {
  readonly #parts: KeptAdmissionParts;

  constructor(parts: KeptAdmissionParts) {
    this.#parts = parts;
  }

  /** The keys are forgotten when the member is not admitted. */
  async admit(
    memberId: string,
    keys: SeedKeys,
  ): Promise<
    | { readonly ok: true; readonly complete: CompleteSignIn }
    | Extract<Admitted, { readonly ok: false }>
    | Refused<'fullSignInNeeded'>
  > {
    let isIn = false;
    try {
      const admitted = await this.#parts.admission.admit(memberId, keys);
      if (!admitted.ok) return admitted;
      isIn = this.#mayComeBack(admitted);
      if (!isIn) return { ok: false, code: 'fullSignInNeeded' };
      return {
        ok: true,
        complete: this.#parts.completion.complete(admitted.member, keys, 'badge'),
      };
    } finally {
      if (!isIn) keys.forget();
    }
  }

  #mayComeBack({ member, state, memory }: Extract<Admitted, { readonly ok: true }>): boolean {
    const { account, clock, desk } = this.#parts;
    const mustSetUp = dueInDays(account, state, memory, clock.now().wallMs) === 0;
    return !mustSetUp && member.role !== 'administrator' && mayEnterWhileShut(desk.standing, state);
  }
}
