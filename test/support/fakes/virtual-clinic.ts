import type { Role } from '../../../src/shared/people/role.js';
import {
  firstAccountRecord,
  firstMemberRecord,
  SealedRecords,
} from '../../../src/main/identity/sealed-records.js';
import { AccountKey } from '../../../src/main/keys/account-key.js';
import type { Clock, Member } from '../../../src/main/ports/index.js';
import { memberNamed } from './builders.js';
import { MemoryAccount } from './memory-account.js';
import { MemoryIdentityStore } from './memory-identity-store.js';

/** A clinic's account with its members, all of whom know their passwords. */
export class VirtualClinic {
  readonly account = MemoryAccount.of();
  readonly identityStore = new MemoryIdentityStore();
  /** What every member's password would open. */
  readonly accountKey = AccountKey.fresh();
  readonly #records = new SealedRecords(this.identityStore);
  readonly #clock: Clock;
  #joined = 0;

  constructor(clock: Clock, database: MemoryAccount['database']) {
    this.#clock = clock;
    this.account.database = database;
    this.#records.saveAccount(this.accountKey, firstAccountRecord(clock.now().wallMs));
  }

  set writable(writable: boolean) {
    this.account.writable = writable;
    this.identityStore.writable = writable;
  }

  /** A member of this role whom nobody has seen yet. */
  join(role: Role): Member {
    this.#joined += 1;
    const member = memberNamed(`M${this.#joined}`, role);
    this.enrol(member);
    return member;
  }

  /** Somebody who was a member all along: no full disk stands in the way. */
  enrol(member: Member): void {
    this.account.enrol(member);
    const { writable } = this.identityStore;
    this.identityStore.writable = true;
    const record = firstMemberRecord(member, this.#clock.now().wallMs);
    this.#records.saveMember(this.accountKey, member.id, record);
    this.identityStore.writable = writable;
  }
}
