import { randomBytes } from 'node:crypto';
import type {
  AccountStore,
  Author,
  ChangeOf,
  Clock,
  Decisions,
  Refused,
  TwoFactorRecord,
} from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import { freshRecoveryCodes, spendRecoveryCode } from '../recovery/recovery-codes.js';
import type { MemberRecord, SealedRecords } from '../sealed-records.js';
import { checkTotp, SECRET_BYTES, secretInText, totpUri } from './totp.js';

export interface SecondFactorParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly records: SealedRecords;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
}

/** Why a code is refused. */
export type WrongCode = 'wrongCode' | 'usedCode';

const WHY = { wrong: 'wrongCode', used: 'usedCode' } as const;

/** A member's authenticator app and recovery codes. */
export class SecondFactor {
  readonly #parts: SecondFactorParts;
  /**
   * A secret that was shown and not yet confirmed by a code. It is never on the disk, and belongs to
   * the one session or sign-in that holds `owner.key`.
   */
  #draft: { readonly owner: Author; readonly secret: Buffer } | null = null;

  constructor(parts: SecondFactorParts) {
    this.#parts = parts;
  }

  isOn({ memberId, key }: Author): boolean {
    return this.#record({ memberId, key }).twoFactor !== null;
  }

  /** Whether the member's record is missing or was changed outside the app. */
  isDamaged({ memberId, key }: Author): boolean {
    return this.#parts.records.member(key, memberId) === null;
  }

  /** Makes a new secret. It counts once {@link confirm} gets a code made with it. */
  start(owner: Author): { readonly secret: string; readonly uri: string } {
    this.#forgetDraft();
    const secret = randomBytes(SECRET_BYTES);
    this.#draft = { owner, secret };
    const email = this.#parts.account.memberById(owner.memberId)?.email ?? '';
    return { secret: secretInText(secret), uri: totpUri(secret, email) };
  }

  /** @returns fresh recovery codes, to be shown once */
  async confirm(
    { memberId, key }: Author,
    code: string,
  ): Promise<
    { readonly ok: true; readonly recoveryCodes: readonly string[] } | Refused<WrongCode>
  > {
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
    const author = { memberId, key };
    await this.#decide(author, twoFactor, 'twoFactor.turnedOn');
    this.#forgetDraft();
    return { ok: true, recoveryCodes: shown };
  }

  /**
   * Checks a code of the authenticator app and uses it up.
   * @returns `null` when the code was right
   */
  spendCode(author: Author, code: string): WrongCode | null {
    const { twoFactor } = this.#record(author);
    if (twoFactor === null) return 'wrongCode';
    const secret = Buffer.from(twoFactor.secret, 'base64');
    const { lastStep } = twoFactor;
    const checked = checkTotp(secret, code, { wallMs: this.#nowMs(), lastStep });
    secret.fill(0);
    if (!checked.ok) return WHY[checked.why];
    this.#spend(author, { ...twoFactor, lastStep: checked.step });
    return null;
  }

  /**
   * Checks a recovery code and uses it up.
   * @returns `null` when the code was right
   */
  spendRecoveryCode(author: Author, typed: string): 'wrongRecoveryCode' | null {
    const { account, journal } = this.#parts;
    const { memberId, key } = author;
    const { twoFactor } = this.#record(author);
    const stored = twoFactor?.recoveryCodes ?? [];
    const left = spendRecoveryCode(key, memberId, { stored, typed });
    if (twoFactor === null || left === null) return 'wrongRecoveryCode';
    account.together(() => {
      this.#spend(author, { ...twoFactor, recoveryCodes: left });
      journal.record('recoveryCode.used', memberId);
      account.addNotice('recoveryCodeUsed', this.#nowMs(), memberId, left.length);
    });
    return null;
  }

  async turnOff(author: Author): Promise<void> {
    await this.#decide(author, null, 'twoFactor.turnedOff');
  }

  /** @returns fresh recovery codes, to be shown once; the old ones are void */
  async renewRecoveryCodes({ memberId, key }: Author): Promise<readonly string[]> {
    const author = { memberId, key };
    const { twoFactor } = this.#record(author);
    if (twoFactor === null) return [];
    const { shown, stored } = freshRecoveryCodes(key, memberId);
    const renewed = { ...twoFactor, recoveryCodes: stored };
    await this.#decide(author, renewed, 'recoveryCodes.renewed');
    return shown;
  }

  /**
   * An administrator removes a member's second factor; the member must set it up again. Also replaces a
   * damaged record.
   */
  async reset(memberId: string, author: Author): Promise<void> {
    await this.#parts.decisions.commit(author, () => ({ kind: 'twoFactor.reset', memberId }));
  }

  #forgetDraft(): void {
    this.#draft?.secret.fill(0);
    this.#draft = null;
  }

  async #decide(
    author: Author,
    twoFactor: TwoFactorRecord | null,
    told: ChangeOf<'twoFactor.set'>['told'],
  ): Promise<void> {
    const change = { kind: 'twoFactor.set', twoFactor, told } as const;
    await this.#parts.decisions.commit(author, () => change);
  }

  #record({ memberId, key }: Author): MemberRecord {
    const { account, records } = this.#parts;
    const member = account.memberById(memberId);
    if (member === null) throw new Error('There is no such member.');
    return records.memberOrNew(key, member, this.#nowMs());
  }

  /** Using a code up is no decision of the clinic: it is written at once, outside of `commit`. */
  #spend({ memberId, key }: Author, twoFactor: TwoFactorRecord): void {
    const record = this.#record({ memberId, key });
    this.#parts.records.saveMember(key, memberId, { ...record, twoFactor });
  }

  #nowMs(): number {
    return this.#parts.clock.now().wallMs;
  }
}
