import { shortestPasswordFor } from '../../../shared/policy/sign-in-rules.js';
import type { MemberRow, MemberSecurityView } from '../../../shared/requests/views.js';
import type { Clock, Member } from '../../ports/index.js';
import type { KeyRing } from '../key-ring.js';
import type { RecoveryDesk } from '../recovery/recovery.js';
import type { SealedRecords } from '../sealed-records.js';
import { dueInDays, rulesOf } from '../sign-in/two-factor-due.js';

export interface SecurityFactsParts {
  readonly records: SealedRecords;
  readonly keys: KeyRing;
  readonly recovery: RecoveryDesk;
  readonly clock: Clock;
}

/** What windows show about the protection of sign-ins, while somebody is signed in. */
export class SecurityFacts {
  readonly #parts: SecurityFactsParts;

  constructor(parts: SecurityFactsParts) {
    this.#parts = parts;
  }

  /**
   * The member who is signed in, with the role of the sealed record: a role that somebody wrote into
   * the database by hand never counts.
   */
  asSealed(member: Member): Member {
    const { records, keys } = this.#parts;
    const record = records.member(keys.key, member.id);
    const fallback = member.role === 'administrator' ? 'receptionist' : member.role;
    return { ...member, role: record?.role ?? fallback };
  }

  /** What the member who is signed in sees about their own sign-in. */
  own(member: Member): MemberSecurityView {
    const { records, keys, recovery, clock } = this.#parts;
    const account = records.account(keys.key);
    const record = records.member(keys.key, member.id);
    const rules = rulesOf(account);
    const twoFactor = record?.twoFactor ?? null;
    return {
      twoFactor: {
        on: twoFactor !== null,
        recoveryCodesLeft: twoFactor?.recoveryCodes.length ?? 0,
        required: rules.requireTwoFactor,
        dueInDays: record === null ? 0 : dueInDays(account, record, clock.now().wallMs),
      },
      shortestPassword: shortestPasswordFor(rules, twoFactor !== null),
      emergencyKit: member.role === 'administrator' ? recovery.hasKit() : null,
    };
  }

  /** What administrators see about a member's sign-in. */
  of(memberId: string): Pick<MemberRow, 'twoFactor' | 'invited'> {
    const { records, keys, recovery } = this.#parts;
    const record = records.member(keys.key, memberId);
    const invited = recovery.isInvited(memberId);
    if (record === null) return { twoFactor: 'damaged', invited };
    if (record.twoFactor !== null) return { twoFactor: 'on', invited };
    return { twoFactor: record.mustSetUp ? 'reset' : 'off', invited };
  }
}
