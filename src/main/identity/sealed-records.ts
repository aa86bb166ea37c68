import { z } from 'zod';
import { signInRulesSchema } from '../../shared/requests/policy.js';
import { ROLES } from '../../shared/people/role.js';
import { DEFAULT_SIGN_IN_RULES, type SignInRules } from '../../shared/policy/sign-in-rules.js';
import type { AccountKey } from '../keys/account-key.js';
import { SealedDocument } from '../keys/sealed-document.js';
import type { IdentityStore, Member, TwoFactorRecord } from '../ports/index.js';

const twoFactorSchema = z.strictObject({
  secret: z.base64(),
  lastStep: z.int(),
  recoveryCodes: z.array(z.base64()),
}) satisfies z.ZodType<TwoFactorRecord>;

const memberSchema = z.strictObject({
  role: z.enum(ROLES),
  active: z.boolean(),
  createdAt: z.number(),
  twoFactor: twoFactorSchema.nullable(),
  /** Whether the member must set two-factor authentication up again, after a reset or the emergency kit. */
  mustSetUp: z.boolean(),
});

const accountSchema = z.strictObject({
  rules: signInRulesSchema,
  /** Since when two-factor authentication is required, in milliseconds since 1970. */
  requiredSince: z.number().nullable(),
  /** When somebody last signed in. An earlier time now: the clock was set back, or was ahead then. */
  seenAt: z.number(),
});

/** Facts for which a member's row is not trusted, because anybody with the file could edit it. */
export type MemberRecord = z.infer<typeof memberSchema>;
export interface AccountRecord {
  readonly rules: SignInRules;
  readonly requiredSince: number | null;
  readonly seenAt: number;
}

export function firstAccountRecord(nowMs: number): AccountRecord {
  return { rules: DEFAULT_SIGN_IN_RULES, requiredSince: null, seenAt: nowMs };
}

export function firstMemberRecord(
  { role, active }: Pick<Member, 'role' | 'active'>,
  createdAt: number,
): MemberRecord {
  return { role, active, createdAt, twoFactor: null, mustSetUp: false };
}

export function hasSecondFactor(record: MemberRecord | null): boolean {
  return (record?.twoFactor ?? null) !== null;
}

/**
 * Records that only the app may change, sealed under the account key: members' roles and second
 * factors, and the account's rules for signing in. A record exists as long as its member or account:
 * if it is missing, somebody removed it.
 */
export class SealedRecords {
  readonly #store: IdentityStore;
  readonly #account: SealedDocument<AccountRecord>;

  constructor(store: IdentityStore) {
    this.#store = store;
    this.#account = new SealedDocument(store, 'account', accountSchema);
  }

  /** @returns `null` when the record is missing or was changed outside the app */
  member(key: AccountKey, memberId: string): MemberRecord | null {
    return this.#member(memberId).read(key);
  }

  /** As {@link member}, but builds a new record from the member's row instead of `null`. */
  memberOrNew(key: AccountKey, member: Member, nowMs: number): MemberRecord {
    return this.member(key, member.id) ?? firstMemberRecord(member, nowMs);
  }

  saveMember(key: AccountKey, memberId: string, record: MemberRecord): void {
    this.#member(memberId).write(key, record);
  }

  /** @returns `null` when the record is missing or was changed outside the app */
  account(key: AccountKey): AccountRecord | null {
    return this.#account.read(key);
  }

  saveAccount(key: AccountKey, record: AccountRecord): void {
    this.#account.write(key, record);
  }

  #member(memberId: string): SealedDocument<MemberRecord> {
    return new SealedDocument(this.#store, `member/${memberId}`, memberSchema);
  }
}
