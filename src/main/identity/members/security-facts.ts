import { readThisEditionAt } from '../../../shared/people/guide.js';
import { shortestPasswordFor } from '../../../shared/policy/sign-in-rules.js';
import type { MemberRow, MemberSecurityView } from '../../../shared/requests/views.js';
import type { AccountStore, Clock, Member } from '../../ports/index.js';
import type { KeyRing } from '../key-ring.js';
import type { RecoveryDesk } from '../recovery/recovery.js';
import type { MemberMemories } from '../member-memory.js';
import type { SecondFactor } from '../second-factor/second-factor.js';
import { dueInDays, rulesOf } from '../sign-in/two-factor-due.js';
import type { OwnChoices } from './own-choices.js';

export interface SecurityFactsParts {
  readonly account: Pick<AccountStore, 'state' | 'standing' | 'box'>;
  readonly memories: MemberMemories;
  readonly secondFactor: SecondFactor;
  readonly keys: KeyRing;
  readonly recovery: RecoveryDesk;
  readonly ownChoices: OwnChoices;
  readonly clock: Clock;
}

/** What windows show about the protection of sign-ins, while somebody is signed in. */
export class SecurityFacts {
  readonly #parts: SecurityFactsParts;

  constructor(parts: SecurityFactsParts) {
    this.#parts = parts;
  }

  /** What the member who is signed in sees about their own sign-in. */
  own(member: Member): Omit<MemberSecurityView, 'quickSignIn'> {
    const { account, memories, keys, secondFactor, recovery, clock } = this.#parts;
    const rules = rulesOf(account);
    const state = account.state?.members[member.id];
    const isOn = secondFactor.isOn({ memberId: member.id });
    const memory = memories.read(member.id, keys.keys);
    return {
      twoFactor: {
        on: isOn,
        recoveryCodesLeft: secondFactor.codesLeft(member.id),
        required: rules.requireTwoFactor,
        dueInDays: state === undefined ? 0 : dueInDays(account, state, memory, clock.now().wallMs),
      },
      shortestPassword: shortestPasswordFor(rules, isOn),
      emergencyKit: member.role === 'administrator' ? recovery.hasKit() : null,
      language: this.#parts.ownChoices.languageOf(member.id),
      guideReadAt: this.#guideReadAt(member.id),
    };
  }

  /** What administrators see about a member's sign-in. */
  of(
    memberId: string,
  ): Pick<MemberRow, 'twoFactor' | 'invited' | 'badge' | 'needsInvitation' | 'guideReadAt'> {
    const { account, recovery } = this.#parts;
    const state = account.state?.members[memberId];
    const common = {
      invited: recovery.isInvited(memberId),
      badge: (state?.badge ?? null) !== null,
      needsInvitation: state?.passwordGone ?? false,
      guideReadAt: this.#guideReadAt(memberId),
    };
    const twoFactor = state?.twoFactor ?? null;
    if (twoFactor === null)
      return { twoFactor: state?.mustSetUp === true ? 'reset' : 'off', ...common };
    return { twoFactor: account.box(twoFactor.record) === null ? 'damaged' : 'on', ...common };
  }
  #guideReadAt(memberId: string): number | null {
    return readThisEditionAt(this.#parts.ownChoices.guideReadBy(memberId));
  }
}
