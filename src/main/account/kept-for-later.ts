import {
  type Author,
  type Decision,
  type LogRow,
  type LogStore,
  ServerAwayError,
} from '../ports/index.js';
import type { Order } from './chain-parts.js';
import type { ClinicState } from './clinic-state.js';
import type { Entry } from './entry.js';
import type { LogReader } from './log-keys.js';
import { rowLink } from './row-reader.js';

/**
 * Whether a decision cannot wait for the clinic's server: a step of an administrator on the way in when nobody
 * else gets in any more. Nothing of what members, rules or settings are is decided so.
 */
export function cannotWait(
  state: ClinicState | null,
  { memberId, as }: Author,
  { change }: Decision,
): boolean {
  const member = state?.members[memberId];
  if (member?.active !== true || member.role !== 'administrator') return false;
  if (as === 'emergencyKit' || change.kind === 'recoveryCode.used') return true;
  // After the kit a second factor that was on must be set up anew before anything opens.
  return change.kind === 'twoFactor.set' && member.mustSetUp && change.record !== null;
}

/**
 * Keeps decisions that cannot wait in this computer's own log. The server gets them at the next contact, as rows
 * that it forgot; if somebody decided something else meanwhile, the account here is in question then.
 */
export class KeptForLater implements Order {
  readonly #rows: LogStore;
  readonly #reader: () => LogReader | null;
  #row: LogRow | null = null;

  constructor(rows: LogStore, reader: () => LogReader | null) {
    this.#rows = rows;
    this.#reader = reader;
  }

  get workstation(): string {
    return this.#open.id;
  }

  append(entry: Entry): Promise<'appended'> {
    const { seq, link } = this.#rows.head();
    const body = this.#open.log.sealRow(entry);
    this.#row = { seq: seq + 1, link: rowLink(link, body), body };
    return Promise.resolve('appended');
  }

  written(): void {
    if (this.#row !== null) this.#rows.append(this.#row);
    this.#row = null;
  }

  get #open(): LogReader {
    const reader = this.#reader();
    // The keychain does not give the keys of the log.
    if (reader === null) throw new ServerAwayError('unreachable');
    return reader;
  }
}
