import { randomUUID } from 'node:crypto';
import type { Policy } from '../../../shared/policy/policy.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../shared/policy/sign-in-rules.js';
import { forgetClinicKeys, freshClinicKeys, sharesOf } from '../../account/shares.js';
import { NOTHING_REMEMBERED } from '../../account/clinic-state.js';
import type { SeedKeys } from '../../keys/seed-keys.js';
import type {
  AccountStore,
  Clock,
  Decisions,
  Member,
  NoticeKind,
  Refused,
} from '../../ports/index.js';
import { firstMemory, type MemberMemories } from '../member-memory.js';
import type { PasswordCost } from '../passwords/password-cost.js';
import { newKeys, type Passwords } from '../passwords/passwords.js';
import type { WeakPassword } from './members.js';

export interface FoundingParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly memories: MemberMemories;
  readonly passwords: Passwords;
  readonly cost: PasswordCost;
  readonly clock: Clock;
}

export interface NewAdministrator {
  readonly clinicName: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Founds the clinic: its first decision, its keys and its first administrator. */
export class Founding {
  readonly #parts: FoundingParts;

  constructor(parts: FoundingParts) {
    this.#parts = parts;
  }

  async found(
    form: NewAdministrator,
    policy: Policy,
    notices: readonly NoticeKind[],
  ): Promise<
    | { readonly ok: true; readonly member: Member; readonly keys: SeedKeys }
    | Refused<'alreadySetUp'>
    | WeakPassword
  > {
    const { account, decisions, memories, passwords, clock } = this.#parts;
    const { clinicName, name, email, password } = form;
    const rules = DEFAULT_SIGN_IN_RULES;
    const standing = { rules, hasTwoFactor: false };
    const problem = await passwords.problem(password, form, standing, clinicName);
    if (problem !== null) return { ok: false, code: 'weakPassword', problem };
    const id = randomUUID();
    const cost = await this.#parts.cost.measure();
    const { keys, kept, box } = await newKeys(
      { memberId: id, version: 1, clinic: '' },
      { password, cost },
    );
    const clinicKeys = freshClinicKeys();
    const founder = { name: id, opening: kept.opening, isAdministrator: true };
    const written = sharesOf(clinicKeys, [founder], { clinic: kept.signing, epoch: 1 });
    forgetClinicKeys(clinicKeys);
    const nowMs = Math.round(clock.now().wallMs);
    const person = { id, name, email, createdAt: nowMs };
    const founded = await decisions.commit({ memberId: id, keys }, (now) =>
      now.state === null
        ? {
            change: {
              kind: 'clinic.founded',
              ...{ clinicName, administrator: person, keys: kept },
              ...{ policy, rules, cost, shares: written.shares },
            },
            boxes: [box, written.box],
            also: () => {
              memories.write(id, keys, firstMemory(NOTHING_REMEMBERED, nowMs));
              for (const notice of notices) account.addNotice(notice, nowMs, id);
            },
          }
        : { ok: false, code: 'alreadySetUp' },
    );
    const member = account.memberById(id);
    if (founded.ok && member !== null) {
      return { ok: true, member, keys };
    }
    keys.forget();
    return founded.ok ? { ok: false, code: 'alreadySetUp' } : founded;
  }
}
