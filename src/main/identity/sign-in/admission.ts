import { isLost } from '../../account/acceptance.js';
import type { Chain } from '../../account/chain.js';
import type { MemberState } from '../../account/clinic-state.js';
import { NOTHING_REMEMBERED } from '../../account/clinic-state.js';
import type { SeedKeys } from '../../keys/seed-keys.js';
import type { AccountStore, ClinicDesk, Clock, Member } from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import {
  firstMemory,
  type MemberMemories,
  type MemberMemory,
  positionIn,
} from '../member-memory.js';
import { stepAt } from '../second-factor/totp.js';
import { OwnRecords, type OwnRecordsParts, type Remembrance } from './own-records.js';
import { mayEnterWhileShut } from './shut.js';

export interface AdmissionParts {
  readonly account: AccountStore;
  readonly chain: Pick<Chain, 'confirm' | 'head' | 'mayGoOn'>;
  readonly store: OwnRecordsParts['store'];
  readonly memories: MemberMemories;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
  readonly desk: Pick<ClinicDesk, 'standing'>;
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
  readonly #records: OwnRecords;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
    this.#records = new OwnRecords(parts);
  }

  async admit(memberId: string, keys: SeedKeys): Promise<Admitted> {
    const { account, chain, memories } = this.#parts;
    const known = memories.read(memberId, keys);
    const sound = await chain.confirm(known === null ? NOTHING_REMEMBERED : positionIn(known));
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
    const mayGoOn = member.role === 'administrator' && chain.mayGoOn(memberId);
    if (!sound && !mayGoOn) return { ok: false, code: 'accountInQuestion' };
    const memory = this.#remember(memberId, keys);
    // It was under an earlier seed of the member until now.
    const isSound = known !== null || (await chain.confirm(positionIn(memory)));
    if (!isSound && !mayGoOn) return { ok: false, code: 'accountInQuestion' };
    return { ok: true, member, state, memory };
  }

  /**
   * Whether a session of this member may go on after a restart of the app.
   * @returns `null` when it may not
   */
  async vouch(memberId: string, keys: SeedKeys): Promise<Member | null> {
    const { account, desk } = this.#parts;
    const admitted = await this.admit(memberId, keys);
    if (!admitted.ok || account.standing.kind !== 'sound') return null;
    return mayEnterWhileShut(desk.standing, admitted.state) ? admitted.member : null;
  }

  /** Tells, and deletes, what is kept for the member alone and was changed outside the app. */
  #remember(memberId: string, keys: SeedKeys): MemberMemory {
    const { memories, account } = this.#parts;
    const { memory, changed } = account.together(() => this.#records.bring(memberId, keys));
    for (let record = 0; record < changed; record += 1) this.#tell(memberId, 'ownRecord');
    const read = memories.read(memberId, keys);
    return read ?? this.#newMemory(memberId, keys, memory);
  }

  #newMemory(memberId: string, keys: SeedKeys, before: Remembrance): MemberMemory {
    const { memories, chain, clock, account } = this.#parts;
    const { wallMs } = clock.now();
    const step = stepAt(wallMs) + 1;
    const isShared = (account.state?.shared ?? null) !== null;
    const mayBeNew = isShared || account.state?.hasLeft === true;
    // At another computer of a clinic the member is new now and then. Elsewhere, and where there was one,
    // the memory was removed: nobody knows which codes were used, or how far the chain had come.
    const isUsual = mayBeNew && (before === 'new' || before === 'lost');
    if (!isUsual) this.#tell(memberId, 'memory');
    // Only the server of several can say whether a code was used.
    const guard = isUsual && isShared ? { unsureTo: step } : { lastStep: step };
    const memory = { ...firstMemory(chain.head, wallMs), ...guard };
    memories.write(memberId, keys, memory);
    return memory;
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
