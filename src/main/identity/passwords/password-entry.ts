import { randomBytes } from 'node:crypto';
import { ServerUnsureError } from '../../account/chain-parts.js';
import {
  type AccountStore,
  type ClinicDesk,
  type MemberCredentials,
  ServerAwayError,
} from '../../ports/index.js';
import type { PasswordCheck, Passwords } from './passwords.js';

export interface PasswordEntryParts {
  readonly account: Pick<AccountStore, 'state' | 'credentialsByEmail' | 'credentialsById'>;
  readonly passwords: Pick<Passwords, 'check' | 'checkNobodys' | 'upgrade'>;
  readonly desk: Pick<ClinicDesk, 'standing' | 'fetchBox' | 'catchUp'>;
}

export interface EnteredPassword {
  /** Whose password was checked; `null` for an email that nobody has. */
  readonly found: MemberCredentials | null;
  readonly checked: PasswordCheck;
}

/** As the account was when the check began. */
interface Checked extends EnteredPassword {
  /** Whether the server could not be asked for what was not here. */
  readonly isMissing: boolean;
}

/**
 * Checks a password that was entered, in the account as it is when the check ends. The credentials of a shared
 * account come to a computer with the first sign-in at it.
 */
export class PasswordEntry {
  readonly #parts: PasswordEntryParts;

  constructor(parts: PasswordEntryParts) {
    this.#parts = parts;
  }

  async check(email: string, password: string): Promise<EnteredPassword> {
    const { account, desk } = this.#parts;
    const find = (): MemberCredentials | null => account.credentialsByEmail(email);
    const wasConnected = this.#isConnected();
    const wasAlone = desk.standing.kind === 'alone';
    const checking = this.#check(find, email, password);
    // On its way while the password is derived.
    const caughtUp = desk.catchUp();
    const first = await checking;
    // Whoever gets in without a server that is known to be away does not wait for it once more.
    if (!wasAlone || !first.checked.ok) await caughtUp;
    // Whoever signs in just after the start should not be refused because the connection was a moment late.
    const canBring = first.isMissing && !wasConnected && this.#isConnected();
    if (find()?.version === first.found?.version && !canBring) return first;
    // The password was changed meanwhile, or at another computer before: the new one counts.
    if (first.checked.ok) first.checked.keys.forget();
    return this.#check(find, email, password);
  }

  /** As {@link check}, for a member who is signed in here. */
  async checkMember(
    { id, email }: { readonly id: string; readonly email: string },
    password: string,
  ): Promise<PasswordCheck> {
    const find = (): MemberCredentials | null => this.#parts.account.credentialsById(id);
    return (await this.#check(find, email, password)).checked;
  }

  /** See {@link Passwords.upgrade}. Without the clinic's server the next sign-in tries again. */
  async upgrade(...[found, opened]: Parameters<Passwords['upgrade']>): Promise<void> {
    try {
      await this.#parts.passwords.upgrade(found, opened);
    } catch (error) {
      if (!(error instanceof ServerAwayError || error instanceof ServerUnsureError)) throw error;
    }
  }

  #isConnected(): boolean {
    return this.#parts.desk.standing.kind === 'connected';
  }

  async #check(
    find: () => MemberCredentials | null,
    email: string,
    password: string,
  ): Promise<Checked> {
    const { passwords } = this.#parts;
    let wanted = find();
    let isMissing = (await this.#bring(wanted)) === 'away';
    let found = find();
    // What came from elsewhere meanwhile names another box.
    while (found?.version !== wanted?.version) {
      wanted = found;
      isMissing = (await this.#bring(wanted)) === 'away';
      found = find();
    }
    if (found !== null)
      return { found, isMissing, checked: await passwords.check(found, password) };
    await passwords.checkNobodys(email, password);
    return { found, isMissing, checked: { ok: false, code: 'wrongCredentials' } };
  }

  async #bring(found: MemberCredentials | null): Promise<'here' | 'missing' | 'away'> {
    const { account, desk } = this.#parts;
    const isHere = found !== null && found.credential !== null;
    if (isHere || (account.state?.shared ?? null) === null) return 'here';
    // For an email that nobody has the server is asked too: it must take as long.
    const known = found === null ? null : account.state?.members[found.member.id]?.keys.credential;
    return desk.fetchBox(known ?? randomBytes(32).toString('base64'));
  }
}
