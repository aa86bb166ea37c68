import { readThisEditionAt } from '../../../shared/people/guide.js';
import {
  type GuideCounts,
  MEMBERS_PER_PAGE,
  type MembersPage,
  type TwoFactorCounts,
} from '../../../shared/requests/members.js';
import type { MemberState } from '../../account/clinic-state.js';
import type { AccountStore } from '../../ports/index.js';
import type { Members } from './members.js';
import type { SecurityFacts } from './security-facts.js';

export interface MemberListParts {
  readonly account: Pick<AccountStore, 'members' | 'state'>;
  readonly members: Pick<Members, 'lastAdministrator'>;
  readonly facts: Pick<SecurityFacts, 'of'>;
}

/** The list of members that administrators see. */
export class MemberList {
  readonly #parts: MemberListParts;

  constructor(parts: MemberListParts) {
    this.#parts = parts;
  }

  /**
   * @param search part of a name or an email, whatever its case; empty for everybody
   * @param offset how many of the members found are skipped
   * @param signedInId the member who is signed in here
   */
  page(search: string, offset: number, signedInId: string): MembersPage {
    const { account, members, facts } = this.#parts;
    const wanted = folded(search);
    const found = account
      .members()
      .filter(({ name, email }) => folded(name).includes(wanted) || folded(email).includes(wanted));
    const lastAdministrator = members.lastAdministrator();
    const rows = found.slice(offset, offset + MEMBERS_PER_PAGE).map((member) => ({
      ...member,
      signedIn: member.id === signedInId,
      lastAdministrator: member.id === lastAdministrator,
      ...facts.of(member.id),
    }));
    return { members: rows, found: found.length };
  }

  /** Counts the members who can sign in, and those of them without a second factor. */
  twoFactorCounts(): TwoFactorCounts {
    const active = this.#active();
    const missing = active.filter(({ twoFactor }) => twoFactor === null).length;
    return { active: active.length, missing };
  }

  /** Counts the members who can sign in, and those of them who read this edition of the guide. */
  guideCounts(): GuideCounts {
    const active = this.#active();
    const read = active.filter(({ guideRead }) => readThisEditionAt(guideRead) !== null).length;
    return { active: active.length, read };
  }

  #active(): MemberState[] {
    return Object.values(this.#parts.account.state?.members ?? {}).filter(({ active }) => active);
  }
}

/** Without case and without marks on letters, because people search so. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
