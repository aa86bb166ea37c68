import { randomBytes } from 'node:crypto';
import type { AccountKey } from '../../keys/account-key.js';
import type { AccountStore, Clock } from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import { freshRecoveryCodes, spendRecoveryCode } from '../recovery/recovery-codes.js';
import {
  firstMemberRecord,
  type MemberRecord,
  type SealedRecords,
  type TwoFactorRecord,
} from '../sealed-records.js';
import { checkTotp, SECRET_BYTES, secretInText, totpUri } from './totp.js';

export interface SecondFactorParts {
  readonly account: AccountStore;
  readonly records: SealedRecords;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
}

/** A member, and the account key that the member's password opened. */
export interface Unlocked {
  readonly memberId: string;
  readonly key: AccountKey;
}

/** Why a code is refused. */
export type WrongCode = 'wrongCode' | 'usedCode';

const WHY = { wrong: 'wrongCode', used: 'usedCode' } as const;

/** A member's authenticator app and recovery codes. */
export class SecondFactor {
  readonly #parts: SecondFactorParts;
  /**
   * A secret that was shown and not yet confirmed by a code. It is nowhere on the disk, and belongs
   * to the one session or sign-in whose key this is.
   */
  #draft: { readonly owner: Unlocked; readonly secret: Buffer } | null = null;

  constructor(parts: SecondFactorParts) {
    this.#parts = parts;
  }

  isOn({ memberId, key }: Unlocked): boolean {
    return this.#record({ memberId, key }).twoFactor !== null;
  }

  /** Whether the member's record is gone or was changed by other means than the app. */
  isDamaged({ memberId, key }: Unlocked): boolean {
    return this.#parts.records.member(key, memberId) === null;
  }

  /** Makes a new secret, which counts once a code made with it comes back. */
  start(owner: Unlocked): { readonly secret: string; readonly uri: string } {
    this.#forgetDraft();
    const secret = randomBytes(SECRET_BYTES);
    this.#draft = { owner, secret };
    const email = this.#parts.account.memberById(owner.memberId)?.email ?? '';
    return { secret: secretInText(secret), uri: totpUri(secret, email) };
  }

  /** @returns fresh recovery codes, to be shown once */
  confirm(
    { memberId, key }: Unlocked,
    code: string,
  ): { readonly ok: true; readonly recoveryCodes: readonly string[] } | Refused<WrongCode> {
    if (this.#draft?.owner.memberId !== memberId || this.#draft.owner.key !== key)
      return { ok: false, code: 'wrongCode' };
    const { secret } = this.#draft;
    const checked = checkTotp(secret, code, { wallMs: this.#nowMs(), lastStep: -1 });
    if (!checked.ok) return { ok: false, code: WHY[checked.why] };
    const { shown, stored } = freshRecoveryCodes(key, memberId);
    const twoFactor: TwoFactorRecord = {
      secret: secret.toString('base64'),
      lastStep: checked.step,
      recoveryCodes: stored,
    };
    this.#save({ memberId, key }, { twoFactor, mustSetUp: false }, 'twoFactor.turnedOn');
    this.#forgetDraft();
    return { ok: true, recoveryCodes: shown };
  }

  /**
   * Uses a code of the authenticator app up.
   * @returns `null` when it was right
   */
  spendCode(unlocked: Unlocked, code: string): WrongCode | null {
    const { twoFactor } = this.#record(unlocked);
    if (twoFactor === null) return 'wrongCode';
    const secret = Buffer.from(twoFactor.secret, 'base64');
    const { lastStep } = twoFactor;
    const checked = checkTotp(secret, code, { wallMs: this.#nowMs(), lastStep });
    secret.fill(0);
    if (!checked.ok) return WHY[checked.why];
    this.#save(unlocked, { twoFactor: { ...twoFactor, lastStep: checked.step } });
    return null;
  }

  /**
   * Uses a recovery code up.
   * @returns `null` when it was right
   */
  spendRecoveryCode(unlocked: Unlocked, typed: string): 'wrongRecoveryCode' | null {
    const { account } = this.#parts;
    const { memberId, key } = unlocked;
    const { twoFactor } = this.#record(unlocked);
    const stored = twoFactor?.recoveryCodes ?? [];
    const left = spendRecoveryCode(key, memberId, { stored, typed });
    if (twoFactor === null || left === null) return 'wrongRecoveryCode';
    account.together(() => {
      const spent = { ...twoFactor, recoveryCodes: left };
      this.#save(unlocked, { twoFactor: spent }, 'recoveryCode.used');
      account.addNotice('recoveryCodeUsed', this.#nowMs(), memberId, left.length);
    });
    return null;
  }

  turnOff(unlocked: Unlocked): void {
    this.#save(unlocked, { twoFactor: null }, 'twoFactor.turnedOff');
  }

  /** @returns fresh recovery codes, to be shown once; the old ones are void */
  renewRecoveryCodes({ memberId, key }: Unlocked): readonly string[] {
    const { twoFactor } = this.#record({ memberId, key });
    if (twoFactor === null) return [];
    const { shown, stored } = freshRecoveryCodes(key, memberId);
    const renewed = { ...twoFactor, recoveryCodes: stored };
    this.#save({ memberId, key }, { twoFactor: renewed }, 'recoveryCodes.renewed');
    return shown;
  }

  /**
   * An administrator takes a member's second factor away; the member must set it up again. Also
   * makes a damaged record whole: who broke it may have made an administrator of the member, so
   * that is not believed.
   */
  reset({ memberId, key }: Unlocked, byMemberId: string): void {
    const { account, records } = this.#parts;
    account.together(() => {
      const isDamaged = records.member(key, memberId) === null;
      if (isDamaged && account.memberById(memberId)?.role === 'administrator')
        account.setMemberRole(memberId, 'receptionist');
      this.#save({ memberId, key }, { twoFactor: null, mustSetUp: true });
      this.#parts.journal.record('twoFactor.reset', memberId, { by: byMemberId });
    });
  }

  #forgetDraft(): void {
    this.#draft?.secret.fill(0);
    this.#draft = null;
  }

  /** The member's record; one that is damaged is begun anew from what the account says. */
  #record({ memberId, key }: Unlocked): MemberRecord {
    const { account, records } = this.#parts;
    const record = records.member(key, memberId);
    if (record !== null) return record;
    const member = account.memberById(memberId);
    if (member === null) throw new Error('There is no such member.');
    return firstMemberRecord(member, this.#nowMs());
  }

  #save(
    { memberId, key }: Unlocked,
    change: Partial<MemberRecord>,
    event?: Parameters<IdentityJournal['record']>[0],
  ): void {
    const { account, records, journal } = this.#parts;
    account.together(() => {
      records.saveMember(key, memberId, { ...this.#record({ memberId, key }), ...change });
      if (event !== undefined) journal.record(event, memberId);
    });
  }

  #nowMs(): number {
    return this.#parts.clock.now().wallMs;
  }
}

interface Refused<Code extends string> {
  readonly ok: false;
  readonly code: Code;
}
