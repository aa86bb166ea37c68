import type { Role } from '../../../src/shared/people/role.js';
import { positionOf } from '../../../src/main/account/clinic-state.js';
import { firstMemory, MemberMemories } from '../../../src/main/identity/member-memory.js';
import type { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import type { Clock, Member } from '../../../src/main/ports/index.js';
import { memberNamed } from './builders.js';
import { keysOf, seedOf } from './member-seeds.js';
import { MemoryAccount } from './memory-account.js';
import { MemoryIdentityStore } from './memory-identity-store.js';
import { VirtualClock } from './virtual-clock.js';

/** Where all virtual time begins, every clinic is the same. */
const CLINIC = MemoryAccount.founded({ clock: new VirtualClock() });

/** A clinic's account with its members, all of whom know their passwords. */
export class VirtualClinic {
  account: MemoryAccount;
  /** Whether members join by a signed decision, which takes a hundred times as long. */
  signs = true;
  readonly identityStore = new MemoryIdentityStore();
  readonly #clock: Clock;
  readonly #memories = new MemberMemories(this.identityStore);
  #joined = 0;

  constructor(
    clock: Clock,
    database: readonly { snapshot(): () => void }[],
    account = CLINIC.copied(clock),
  ) {
    this.#clock = clock;
    this.account = account;
    this.account.decisions.database = [...database, this.identityStore];
  }

  set writable(writable: boolean) {
    this.account.writable = writable;
    this.identityStore.writable = writable;
  }

  /** What the member's password would open. */
  keysOf(member: Pick<Member, 'id'>): SeedKeys {
    return keysOf(member);
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
    const { account, identityStore } = this;
    const { state } = account;
    if (state === null) throw new Error('There is no clinic yet.');
    const head = positionOf(state);
    if (this.signs) account.enrol(member);
    else account.enrolUnsigned(member);
    const { writable } = identityStore;
    identityStore.writable = true;
    this.#memories.write(member.id, seedOf(member), firstMemory(head, this.#clock.now().wallMs));
    identityStore.writable = writable;
  }
}
