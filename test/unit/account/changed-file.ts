import { writeEntry, type StoredEntry } from '../../../src/main/account/entry.js';
import type { SignedChange } from '../../../src/main/account/changes.js';
import type { Author } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';

const DANA = memberNamed('Dana', 'administrator');
const SAM = memberNamed('Sam');

function authorOf(member: typeof DANA): Author {
  return { memberId: member.id, keys: keysOf(member) };
}

/**
 * A file in which the clinic decided six things: its founding by Dana, that Sam is a member, and four times
 * how long the audit trail is kept. A test changes something in it, as anybody with the file can.
 */
export class ChangedFile {
  account = MemoryAccount.of(DANA, SAM);
  readonly asDana = authorOf(DANA);
  readonly asSam = authorOf(SAM);

  constructor() {
    for (const years of [7, 8, 9, 10]) this.account.decide({ kind: 'trail.kept', years });
    this.#register();
  }

  #register(): void {
    const { chain } = this.account;
    chain.register({ 'trail.kept': () => undefined, 'account.accepted': () => undefined });
  }

  /** The app starts on the file as it is now, and does not look at it yet. */
  open(): void {
    this.account = this.account.restarted();
    this.#register();
  }

  /** The app starts on the file as it is now. */
  async start(): Promise<void> {
    this.open();
    await this.account.chain.check();
  }

  get years(): number | undefined {
    return this.account.state?.trailYears;
  }

  keep(years: number): Promise<unknown> {
    const change = { kind: 'trail.kept', years } as const;
    return this.account.chain.commit(this.asDana, () => ({ change }));
  }

  /** Many more entries. */
  lengthen(count: number): void {
    for (let more = 0; more < count; more += 1)
      this.account.decide({ kind: 'trail.kept', years: 1 + (more % 9) });
  }

  entryAt(seq: number): StoredEntry {
    const found = this.account.decisions.entries.find((entry) => entry.seq === seq);
    if (found === undefined) throw new Error(`There is no entry ${seq}.`);
    return found;
  }

  replace(seq: number, change: Partial<StoredEntry>): void {
    const { decisions } = this.account;
    decisions.entries = decisions.entries.map((entry) =>
      entry.seq === seq ? { ...entry, ...change } : entry,
    );
  }

  /** An entry that Sam wrote and signed; its link is right. @param author whose name and key it has */
  forged(seq: number, change: SignedChange, author = this.asDana): StoredEntry {
    const { memberId, keys } = author;
    const by = { as: 'member', id: memberId, key: keys.publicKeys.signing } as const;
    const clinic = this.account.state?.clinic ?? '';
    const body = { clinic, at: 0, by, trail: null, change };
    return writeEntry(body, this.entryAt(seq - 1), this.asSam.keys);
  }
}

export function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
