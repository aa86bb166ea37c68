import { isLost } from '../../account/acceptance.js';
import type { Chain } from '../../account/chain.js';
import type { MemberState } from '../../account/clinic-state.js';
import { NOTHING_REMEMBERED } from '../../account/clinic-state.js';
import type { SeedKeys } from '../../keys/seed-keys.js';
import type { AccountStore, Clock, IdentityStore, Member } from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import {
  firstMemory,
  type MemberMemories,
  type MemberMemory,
  positionIn,
} from '../member-memory.js';
import { stepAt } from '../second-factor/totp.js';

export interface AdmissionParts {
  readonly account: AccountStore;
  readonly chain: Pick<Chain, 'confirm' | 'head'>;
  readonly store: Pick<IdentityStore, 'sealed' | 'sealedNamesOf' | 'deleteSealed'>;
  readonly memories: MemberMemories;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
}

export type Admitted =
  | {
      readonly ok: true;
      readonly member: Member;
      readonly state: MemberState;
      readonly memory: MemberMemory;
    }
  | {
      readonly ok: false;
      readonly code: 'memberDisabled' | 'recordTampered' | 'accountInQuestion' | 'accountLost';
    };

/**
 * Decides whether a member whose keys were opened may go on: when the chain of decisions is sound, or the
 * member is an administrator, who alone may go on with an account that is in question; and when the chain
 * says that these are the member's keys.
 */
export class Admission {
  readonly #parts: AdmissionParts;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  async admit(memberId: string, keys: SeedKeys): Promise<Admitted> {
    const { account, chain, memories } = this.#parts;
    const found = memories.read(memberId, keys);
    const sound = await chain.confirm(found === null ? NOTHING_REMEMBERED : positionIn(found));
    // What the account says then may be only its copy, which nobody signed.
    if (isLost(account.standing)) return { ok: false, code: 'accountLost' };
    const state = account.state?.members[memberId];
    const member = account.memberById(memberId);
    if (state === undefined || member === null) return { ok: false, code: 'memberDisabled' };
    const { signing, opening } = keys.publicKeys;
    if (state.keys.signing !== signing || state.keys.opening !== opening) {
      this.#tell(memberId, 'member');
      return { ok: false, code: 'recordTampered' };
    }
    if (!member.active) return { ok: false, code: 'memberDisabled' };
    if (!sound && member.role !== 'administrator') return { ok: false, code: 'accountInQuestion' };
    const memory = found ?? this.#newMemory(memberId, keys);
    this.#checkRecords(memberId, keys);
    return { ok: true, member, state, memory };
  }

  /**
   * Whether a session of this member may go on after a restart of the app.
   * @returns `null` when it may not
   */
  async vouch(memberId: string, keys: SeedKeys): Promise<Member | null> {
    const admitted = await this.admit(memberId, keys);
    const isSound = this.#parts.account.standing.kind === 'sound';
    return admitted.ok && isSound ? admitted.member : null;
  }

  /** The memory was removed: nobody knows which codes were used, or how far the chain had come. */
  #newMemory(memberId: string, keys: SeedKeys): MemberMemory {
    const { memories, chain, clock } = this.#parts;
    this.#tell(memberId, 'memory');
    const { wallMs } = clock.now();
    const memory = { ...firstMemory(chain.head, wallMs), lastStep: stepAt(wallMs) + 1 };
    memories.write(memberId, keys, memory);
    return memory;
  }

  /** What is kept for the member alone and was changed outside the app is told, and deleted. */
  #checkRecords(memberId: string, keys: SeedKeys): void {
    const { store } = this.#parts;
    for (const name of store.sealedNamesOf(memberId)) {
      const box = store.sealed(name);
      const text = box === null ? null : keys.own.open(name, box);
      text?.fill(0);
      if (text !== null) continue;
      this.#tell(memberId, 'ownRecord');
      store.deleteSealed(name);
    }
  }

  #tell(memberId: string, what: 'member' | 'memory' | 'ownRecord'): void {
    const { account, journal, clock } = this.#parts;
    journal.record('record.tampered', memberId, { what });
    const { wallMs } = clock.now();
    for (const { id, role, active } of account.members())
      if (active && (role === 'administrator' || id === memberId))
        account.addNotice('recordTampered', wallMs, id);
  }
}
