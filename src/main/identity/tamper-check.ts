import type { AccountKey } from '../keys/account-key.js';
import type { AccountStore, Clock, Member } from '../ports/index.js';
import type { IdentityJournal } from './journal.js';
import type { AccountRecord, MemberRecord, SealedRecords } from './sealed-records.js';

export interface TamperCheckParts {
  readonly account: AccountStore;
  readonly records: SealedRecords;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
}

export type Admission =
  | {
      readonly ok: true;
      readonly member: Member;
      readonly record: MemberRecord;
      /** `null`: missing or changed outside the app, so the strictest rules apply. */
      readonly accountRecord: AccountRecord | null;
    }
  | { readonly ok: false; readonly code: 'memberDisabled' | 'recordTampered' };

/**
 * Compares the rows that anybody with the database file could have edited with the records sealed
 * under the account key, as soon as these can be read: when a password was right. The sealed record
 * wins, except that access stays off when the row says so. Each finding goes into the audit trail, and
 * the administrators are told.
 */
export class TamperCheck {
  readonly #parts: TamperCheckParts;

  constructor(parts: TamperCheckParts) {
    this.#parts = parts;
  }

  /** Decides whether this member may go on, in which role, and under which rules. */
  admission(memberId: string, key: AccountKey): Admission {
    const { account, records } = this.#parts;
    const record = records.member(key, memberId);
    const accountRecord = records.account(key);
    // Read the member now: access may have been turned off while the password was checked.
    const member = account.memberById(memberId);
    if (accountRecord === null) this.#tell(memberId, 'signInRules');
    if (record === null) {
      // Nobody can tell any more whether there was a second factor, so refuse.
      this.#tell(memberId, 'member');
      return { ok: false, code: 'recordTampered' };
    }
    if (member === null) return { ok: false, code: 'memberDisabled' };
    if (member.role !== record.role) {
      this.#tell(memberId, 'role');
      account.setMemberRole(memberId, record.role);
    }
    if (member.active && !record.active) {
      this.#tell(memberId, 'active');
      account.setMemberActive(memberId, false);
    }
    if (!member.active || !record.active) return { ok: false, code: 'memberDisabled' };
    return { ok: true, member: { ...member, role: record.role }, record, accountRecord };
  }

  #tell(memberId: string, what: 'signInRules' | 'member' | 'role' | 'active'): void {
    const { account, journal, clock } = this.#parts;
    journal.record('record.tampered', memberId, { what });
    for (const { id, role, active } of account.members())
      if (active && role === 'administrator')
        account.addNotice('recordTampered', clock.now().wallMs, id);
  }
}
