import { randomBytes } from 'node:crypto';
import { cannotWait } from '../../account/kept-for-later.js';
import { hashOf } from '../../account/shares.js';
import type { MemberState } from '../../account/clinic-state.js';
import {
  type AccountStore,
  type Author,
  type ClinicDesk,
  type Clock,
  type Decision,
  type Decisions,
  type Refused,
  ServerAwayError,
} from '../../ports/index.js';
import type { SignedChangeOf } from '../../account/changes.js';
import type { MemberMemories } from '../member-memory.js';
import {
  findRecoveryCode,
  freshRecoveryCodes,
  RECOVERY_CODES,
} from '../recovery/recovery-codes.js';
import { openTwoFactor, sealTwoFactor, type TwoFactorRecord } from './second-factor-record.js';
import { checkTotp, SECRET_BYTES, secretInText, stepAt, totpUri } from './totp.js';

export interface SecondFactorParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly memories: MemberMemories;
  readonly clock: Clock;
  readonly desk: Pick<ClinicDesk, 'spendStep' | 'standing'>;
}

/** Why a code is refused. */
export type WrongCode = 'wrongCode' | 'usedCode';

const WHY = { wrong: 'wrongCode', used: 'usedCode' } as const;

/** A member's authenticator app and recovery codes. */
export class SecondFactor {
  readonly #parts: SecondFactorParts;
  /**
   * A secret that was shown and not yet confirmed by a code. It is never on the disk, and belongs to
   * the one session or sign-in that holds `owner.keys`.
   */
  #draft: { readonly owner: Author; readonly secret: Buffer } | null = null;

  constructor(parts: SecondFactorParts) {
    this.#parts = parts;
  }

  isOn({ memberId }: Pick<Author, 'memberId'>): boolean {
    return (this.#state(memberId)?.twoFactor ?? null) !== null;
  }

  /** Whether the record of a second factor that is on is missing or was changed outside the app. */
  isDamaged(author: Author): boolean {
    return this.isOn(author) && this.#record(author) === null;
  }

  /**
   * Makes a new secret. It counts once {@link confirm} gets a code made with it.
   * @throws {ServerAwayError} when nobody could decide that now: else people scan it for nothing
   */
  start(owner: Author): { readonly secret: string; readonly uri: string } {
    const { account, desk } = this.#parts;
    const { kind } = desk.standing;
    const change = { kind: 'twoFactor.set', record: '', told: 'twoFactor.turnedOn' } as const;
    if ((kind === 'alone' || kind === 'shut') && !cannotWait(account.state, owner, { change }))
      throw new ServerAwayError('unreachable');
    this.#forgetDraft();
    const secret = randomBytes(SECRET_BYTES);
    this.#draft = { owner, secret };
    const email = account.memberById(owner.memberId)?.email ?? '';
    return { secret: secretInText(secret), uri: totpUri(secret, email) };
  }

  /** @returns fresh recovery codes, to be shown once */
  async confirm(
    { memberId, keys }: Author,
    code: string,
  ): Promise<
    { readonly ok: true; readonly recoveryCodes: readonly string[] } | Refused<WrongCode>
  > {
    if (this.#draft?.owner.memberId !== memberId || this.#draft.owner.keys !== keys)
      return { ok: false, code: 'wrongCode' };
    const { secret } = this.#draft;
    const checked = checkTotp(secret, code, { wallMs: this.#nowMs(), lastStep: -1 });
    if (!checked.ok) return { ok: false, code: WHY[checked.why] };
    const { shown, stored } = freshRecoveryCodes(secret);
    const record = { secret: secret.toString('base64'), recoveryCodes: stored };
    const author = { memberId, keys };
    await this.#decide(author, record, 'twoFactor.turnedOn');
    this.#noteStep(author, checked.step);
    this.#forgetDraft();
    await this.#spend(memberId, checked.step);
    return { ok: true, recoveryCodes: shown };
  }

  /**
   * Checks a code of the authenticator app and uses it up, in the whole clinic if its server answers.
   * @returns `null` when the code was right
   */
  async spendCode(author: Author, code: string): Promise<WrongCode | null> {
    const record = this.#record(author);
    if (record === null) return 'wrongCode';
    const wallMs = this.#nowMs();
    const memory = this.#parts.memories.read(author.memberId, author.keys);
    // Without the memory nobody knows which codes were used: wait for the next one.
    const lastStep = memory?.lastStep ?? stepAt(wallMs) + 1;
    const secret = Buffer.from(record.secret, 'base64');
    const checked = checkTotp(secret, code, { wallMs, lastStep });
    secret.fill(0);
    if (!checked.ok) return WHY[checked.why];
    // Before the server is asked: the same code must not be right twice meanwhile.
    this.#noteStep(author, checked.step);
    const spent = await this.#spend(author.memberId, checked.step);
    const isUnsure = spent === 'away' && checked.step <= (memory?.unsureTo ?? -1);
    return spent === 'used' || isUnsure ? 'usedCode' : null;
  }

  #spend(memberId: string, step: number): ReturnType<ClinicDesk['spendStep']> {
    const record = this.#state(memberId)?.twoFactor?.record ?? '';
    return this.#parts.desk.spendStep(memberId, record, step);
  }

  /**
   * Checks a recovery code and uses it up, by a decision: nobody can bring it back.
   * @returns `null` when the code was right
   */
  async spendRecoveryCode(author: Author, typed: string): Promise<'wrongRecoveryCode' | null> {
    const { account, decisions } = this.#parts;
    const { memberId } = author;
    const record = this.#record(author);
    if (record === null) return 'wrongRecoveryCode';
    const secret = Buffer.from(record.secret, 'base64');
    const index = findRecoveryCode(secret, record.recoveryCodes, typed);
    secret.fill(0);
    const used = await decisions.commit(author, () =>
      index < 0 || this.#used(memberId).includes(index)
        ? ({ ok: false, code: 'wrongRecoveryCode' } as const)
        : { change: { kind: 'recoveryCode.used', index } },
    );
    if (!used.ok) return used.code;
    account.addNotice('recoveryCodeUsed', this.#nowMs(), memberId, this.codesLeft(memberId));
    return null;
  }

  /** How many recovery codes are left. */
  codesLeft(memberId: string): number {
    return this.isOn({ memberId }) ? RECOVERY_CODES - this.#used(memberId).length : 0;
  }

  async turnOff(author: Author): Promise<void> {
    await this.#decide(author, null, 'twoFactor.turnedOff');
  }

  /** @returns fresh recovery codes, to be shown once; the old ones are void */
  async renewRecoveryCodes(author: Author): Promise<readonly string[]> {
    const record = this.#record(author);
    if (record === null) return [];
    const secret = Buffer.from(record.secret, 'base64');
    const { shown, stored } = freshRecoveryCodes(secret);
    secret.fill(0);
    await this.#decide(author, { ...record, recoveryCodes: stored }, 'recoveryCodes.renewed');
    return shown;
  }

  /** An administrator removes a member's second factor; the member must set it up again. */
  async reset(memberId: string, author: Author): Promise<void> {
    await this.#parts.decisions.commit(author, () => ({
      change: { kind: 'twoFactor.reset', memberId },
    }));
  }

  #forgetDraft(): void {
    this.#draft?.secret.fill(0);
    this.#draft = null;
  }

  async #decide(
    { memberId, keys }: Author,
    record: TwoFactorRecord | null,
    told: SignedChangeOf<'twoFactor.set'>['told'],
  ): Promise<void> {
    const box = record === null ? null : sealTwoFactor(memberId, keys, record);
    const decision: Decision = {
      change: { kind: 'twoFactor.set', record: box === null ? null : hashOf(box), told },
      boxes: box === null ? [] : [box],
    };
    await this.#parts.decisions.commit({ memberId, keys }, () => decision);
  }

  #record({ memberId, keys }: Author): TwoFactorRecord | null {
    const hash = this.#state(memberId)?.twoFactor?.record;
    if (hash === undefined) return null;
    return openTwoFactor(memberId, keys, this.#parts.account.box(hash));
  }

  #used(memberId: string): readonly number[] {
    return this.#state(memberId)?.twoFactor?.used ?? [];
  }

  #state(memberId: string): MemberState | undefined {
    return this.#parts.account.state?.members[memberId];
  }

  /** Using a code up is no decision of the clinic: it is written at once, outside of `commit`. */
  #noteStep({ memberId, keys }: Author, lastStep: number): void {
    const { memories } = this.#parts;
    const memory = memories.read(memberId, keys);
    if (memory !== null) memories.write(memberId, keys, { ...memory, lastStep });
  }

  #nowMs(): number {
    return this.#parts.clock.now().wallMs;
  }
}
