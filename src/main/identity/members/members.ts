import { randomUUID } from 'node:crypto';
import type { Role } from '../../../shared/people/role.js';
import {
  activeAdministrators,
  type ClinicState,
  positionOf,
  withAccess,
  withRole,
} from '../../account/clinic-state.js';
import type { KeptRotation } from '../../account/changes.js';
import { forgetRotation, type Reseal, rotate } from '../../account/rotation.js';
import { type ClinicKeys, shareFor } from '../../account/shares.js';
import type {
  AccountNow,
  AccountStore,
  Author,
  Clock,
  Decision,
  Decisions,
  Member,
  Outcome,
  Refused,
} from '../../ports/index.js';
import type { KeyRing } from '../key-ring.js';
import { LostShareError } from '../lost-share.js';
import { firstMemory, type MemberMemories } from '../member-memory.js';
import type { Passwords } from '../passwords/passwords.js';
import type { SignInRulesKeeper } from '../sign-in/sign-in-rules-keeper.js';

export interface MembersParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly memories: MemberMemories;
  readonly passwords: Passwords;
  readonly rules: SignInRulesKeeper;
  readonly keys: Pick<KeyRing, 'clinic'>;
  readonly clock: Clock;
  /** Seals anew what lies outside of the chain under the administrators' key. */
  readonly reseal: Reseal;
}

export interface MemberToAdd {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly password: string;
}

/** `problem` is a sentence for people. */
export type WeakPassword = Refused<'weakPassword'> & { readonly problem: string };
type AboutMember = Outcome<'lastAdministrator' | 'unknownMember'>;

function refused<Code extends string>(code: Code): Refused<Code> {
  return { ok: false, code };
}

/** The clinic's members: who they are, and what they may do. */
export class Members {
  readonly #parts: MembersParts;

  constructor(parts: MembersParts) {
    this.#parts = parts;
  }

  /** Adds a member with a first password, which the member is asked to change. */
  async add(form: MemberToAdd, author: Author): Promise<Outcome<'emailTaken'> | WeakPassword> {
    const { decisions, memories, passwords, rules, clock } = this.#parts;
    const standing = { rules: rules.current(), hasTwoFactor: false };
    const problem = await passwords.problem(form.password, form, standing);
    if (problem !== null) return { ok: false, code: 'weakPassword', problem };
    const { name, email, role } = form;
    const id = randomUUID();
    const { keys, kept, box } = await passwords.next(id, form.password);
    const nowMs = Math.round(clock.now().wallMs);
    try {
      return await decisions.commit(author, (now): Decision | Refused<'emailTaken'> => {
        if (now.credentialsByEmail(email) !== null) return refused('emailTaken');
        const state = stateOf(now);
        const holder = {
          name: id,
          opening: kept.opening,
          isAdministrator: role === 'administrator',
        };
        const shared = shareFor(state, { keys: this.#clinicKeys(), holder });
        const member = { id, name, email, createdAt: nowMs };
        const { share } = shared;
        const head = positionOf(state);
        return {
          change: { kind: 'member.added', member, role, keys: kept, share },
          boxes: [box, shared.box],
          also: () => {
            // Unless the server's answer came late.
            if (!keys.isForgotten) memories.write(id, keys, firstMemory(head, nowMs));
          },
        };
      });
    } finally {
      keys.forget();
    }
  }

  /** Turning access off gives the clinic new keys: what the member could open opens nothing any more. */
  setActive(memberId: string, active: boolean, author: Author): Promise<AboutMember> {
    return this.#about(memberId, author, !active, (state, member, now) => {
      const change = { kind: 'member.access', memberId, active } as const;
      if (!active) {
        const after = known(withAccess(state, memberId, active));
        return this.#rotating(now, after, (rotation) => ({ ...change, rotation, share: null }));
      }
      const { share, box } = this.#shareFor(state, member, member.role);
      return { change: { ...change, rotation: null, share }, boxes: [box] };
    });
  }

  /** So does taking the role of administrator. */
  changeRole(memberId: string, role: Role, author: Author): Promise<AboutMember> {
    const is = role === 'administrator';
    return this.#about(memberId, author, !is, (state, member, now) => {
      const change = { kind: 'member.role', memberId, role } as const;
      const was = member.role === 'administrator';
      if (was && !is && member.active) {
        const after = known(withRole(state, memberId, role));
        return this.#rotating(now, after, (rotation) => ({ ...change, rotation, share: null }));
      }
      if (!is || was || !member.active)
        return { change: { ...change, rotation: null, share: null } };
      const { share, box } = this.#shareFor(state, member, role);
      return { change: { ...change, rotation: null, share }, boxes: [box] };
    });
  }

  /** Gives the clinic new keys, as after a computer was lost. */
  async rotateKeys(author: Author): Promise<void> {
    await this.#parts.decisions.commit(author, (now) =>
      this.#rotating(now, stateOf(now), (rotation) => ({ kind: 'keys.rotated', rotation })),
    );
  }

  /** The id of the only active administrator, without whom nobody could change settings; else `null`. */
  lastAdministrator(): string | null {
    const { state } = this.#parts.account;
    const administrators = state === null ? [] : activeAdministrators(state);
    return administrators.length === 1 ? (administrators[0]?.id ?? null) : null;
  }

  /** @param loses whether the change takes the role of administrator, or access, from the member */
  #about(
    memberId: string,
    author: Author,
    loses: boolean,
    decide: (state: ClinicState, member: Member, now: AccountNow) => Decision,
  ): Promise<AboutMember> {
    return this.#parts.decisions.commit(author, (now): Decision | AboutMember => {
      const member = now.memberById(memberId);
      if (member === null) return refused('unknownMember');
      const isLast = loses && this.lastAdministrator() === memberId;
      return isLast ? refused('lastAdministrator') : decide(stateOf(now), member, now);
    });
  }

  #rotating(
    now: AccountNow,
    after: ClinicState,
    changeOf: (rotation: KeptRotation) => Decision['change'],
  ): Decision {
    const old = this.#clinicKeys();
    const rotated = rotate(now, after, old);
    return {
      change: changeOf(rotated.rotation),
      boxes: rotated.boxes,
      also: () => {
        // After a late answer of the server nobody may be signed in any more: the new key opens the old one.
        if (!old.clinic.isForgotten) this.#parts.reseal(old, rotated.keys);
        forgetRotation(rotated);
      },
    };
  }

  /** A share of the keys as they are, for a member with this role. */
  #shareFor(state: ClinicState, { id }: Member, role: Role): ReturnType<typeof shareFor> {
    const opening = state.members[id]?.keys.opening ?? '';
    const holder = { name: id, opening, isAdministrator: role === 'administrator' };
    return shareFor(state, { keys: this.#clinicKeys(), holder });
  }

  #clinicKeys(): ClinicKeys {
    const { clinic } = this.#parts.keys;
    if (clinic === null) throw new LostShareError();
    return clinic;
  }
}

function stateOf({ state }: Pick<AccountNow, 'state'>): ClinicState {
  if (state === null) throw new Error('There is no clinic yet.');
  return state;
}

function known(state: ClinicState | 'unknownMember'): ClinicState {
  if (state === 'unknownMember') throw new Error('There is no such member.');
  return state;
}
