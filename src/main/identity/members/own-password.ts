import { activeAdministrators } from '../../account/clinic-state.js';
import { addFormer, readFormer, writeFormer } from '../../account/former-keys.js';
import { hashOf, shareFor } from '../../account/shares.js';
import type { SeedKeys } from '../../keys/seed-keys.js';
import type { AccountStore, Author, Decisions, IdentityStore, Member } from '../../ports/index.js';
import type { KeyRing } from '../key-ring.js';
import { LostShareError } from '../lost-share.js';
import type { Passwords } from '../passwords/passwords.js';
import { openTwoFactor, sealTwoFactor } from '../second-factor/second-factor-record.js';
import type { SecondFactor } from '../second-factor/second-factor.js';
import type { SignInRulesKeeper } from '../sign-in/sign-in-rules-keeper.js';
import type { WeakPassword } from './members.js';

export interface OwnPasswordParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly store: IdentityStore;
  readonly passwords: Passwords;
  readonly secondFactor: Pick<SecondFactor, 'isOn'>;
  readonly rules: SignInRulesKeeper;
  readonly keys: Pick<KeyRing, 'clinic' | 'expect'>;
}

/**
 * Changes a member's own password. The member gets a new seed with it, so that the old password opens and
 * signs nothing any more, not even with an old copy of the file.
 */
export class OwnPassword {
  readonly #parts: OwnPasswordParts;

  constructor(parts: OwnPasswordParts) {
    this.#parts = parts;
  }

  /**
   * The caller must have checked the current password.
   * @returns with the new keys, which belong to the caller; rejects when nothing was changed
   */
  async change(
    member: Member,
    newPassword: string,
    author: Author,
  ): Promise<{ readonly ok: true; readonly keys: SeedKeys } | WeakPassword> {
    const { decisions, passwords, rules, secondFactor, keys: ring } = this.#parts;
    const hasTwoFactor = secondFactor.isOn({ memberId: member.id });
    const standing = { rules: rules.current(), hasTwoFactor };
    const problem = await passwords.problem(newPassword, member, standing);
    if (problem !== null) return { ok: false, code: 'weakPassword', problem };
    const next = await passwords.next(member.id, newPassword);
    // Whoever follows the account must not take them for keys from another computer.
    ring.expect(next.kept.signing);
    try {
      await decisions.commit(author, (now) => {
        const { state } = now;
        const before = state?.members[member.id];
        if (state === null || before === undefined || ring.clinic === null)
          throw new LostShareError();
        const isAdministrator = activeAdministrators(state).some(({ id }) => id === member.id);
        const shared = shareFor(state, {
          keys: ring.clinic,
          holder: { name: member.id, opening: next.kept.opening, isAdministrator },
        });
        const record =
          before.twoFactor === null
            ? null
            : openTwoFactor(member.id, author.keys, now.box(before.twoFactor.record));
        if (record === null && before.twoFactor !== null)
          throw new Error('The record of the second factor was changed.');
        const box = record === null ? null : sealTwoFactor(member.id, next.keys, record);
        const about = { clinic: state.clinic, owner: member.id };
        const earlier = readFormer(before.former === null ? null : now.box(before.former));
        const replaced = { replaced: author.keys, before: earlier };
        const former = writeFormer(addFormer(about, next.kept, replaced));
        return {
          change: {
            kind: 'member.keys',
            ...{ memberId: member.id, keys: next.kept, way: 'changed' },
            share: shared.share,
            twoFactor: box === null ? null : hashOf(box),
            former: hashOf(former),
          },
          boxes: [next.box, shared.box, former, ...(box === null ? [] : [box])],
          also: () => this.#sealAnew(member.id, author.keys, next.keys),
        };
      });
      return { ok: true, keys: next.keys };
    } catch (error) {
      ring.expect(null);
      next.keys.forget();
      throw error;
    }
  }

  /** What is kept for the member alone goes under the new seed. */
  #sealAnew(memberId: string, from: SeedKeys, to: SeedKeys): void {
    const { store } = this.#parts;
    // The server's answer came late, and the new keys are gone: the next sign-in brings the records along.
    if (to.isForgotten || from.isForgotten) return;
    for (const name of store.sealedNamesOf(memberId)) {
      const box = store.sealed(name);
      const text = box === null ? null : from.own.open(name, box);
      if (text === null) continue;
      store.saveSealed(name, to.own.seal(name, text));
      text.fill(0);
    }
  }
}
