import { randomUUID } from 'node:crypto';
import type { Role } from '../../src/shared/people/role.js';
import type { SignedChange } from '../../src/main/account/changes.js';
import { type ClinicState, boxesOf } from '../../src/main/account/clinic-state.js';
import { writeSaved } from '../../src/main/account/clinic-account.js';
import { readCredential, writeCredential } from '../../src/main/account/credential-box.js';
import {
  type Entry,
  type Position,
  type StoredEntry,
  readEntry,
  START,
  writeEntry,
} from '../../src/main/account/entry.js';
import { judge, type Judgement } from '../../src/main/account/judge.js';
import { type ClinicKeys, hashOf, openShare, shareFor } from '../../src/main/account/shares.js';
import {
  nobodysCredential,
  unlockCredential,
} from '../../src/main/identity/passwords/credential.js';
import { LEAST_COST } from '../../src/main/keys/argon2-cost.js';
import { SeedKeys } from '../../src/main/keys/seed-keys.js';
import type { AccountFile } from './account-file.js';

/** What the chain in a file says now. Signatures are not checked. */
export function readChain(file: AccountFile): {
  readonly state: ClinicState;
  readonly head: Position;
  readonly entries: readonly Entry[];
} {
  let state: ClinicState | null = null;
  let head = START;
  const entries: Entry[] = [];
  for (const row of file.all('SELECT * FROM decision ORDER BY seq')) {
    const stored = row as unknown as StoredEntry;
    const entry: Entry | null = readEntry(stored, head);
    const judged: Judgement | null = entry === null ? null : judge(state, entry);
    if (entry === null || judged?.ok !== true) throw new Error('The chain in the file is broken.');
    state = judged.state;
    head = { seq: entry.seq, link: entry.link };
    entries.push(entry);
  }
  if (state === null) throw new Error('There is no clinic in the file.');
  return { state, head, entries };
}

/**
 * A member who decides in the file without the app, with the keys that the member's password opens there: a
 * test's own honest writer, and a thief with somebody's password.
 */
export class DecidingMember {
  readonly file: AccountFile;
  readonly id: string;
  readonly keys: SeedKeys;

  private constructor(file: AccountFile, id: string, keys: SeedKeys) {
    this.file = file;
    this.id = id;
    this.keys = keys;
  }

  /** Opens the member's seed as a sign-in does. */
  static async open(
    file: AccountFile,
    { email, password }: { readonly email: string; readonly password: string },
  ): Promise<DecidingMember> {
    const { state } = readChain(file);
    const member = Object.values(state.members).find((one) => one.email === email);
    const box = member === undefined ? null : boxIn(file, member.keys.credential);
    const credential = box === null ? null : readCredential(box);
    if (member === undefined || credential === null) throw new Error(`${email} has no credential.`);
    const owner = { memberId: member.id, version: member.keys.version, clinic: state.clinic };
    const unlocked = await unlockCredential(credential, owner, password);
    if (!unlocked.ok) throw new Error(`The password of ${email} opens nothing: ${unlocked.why}.`);
    return new DecidingMember(file, member.id, unlocked.keys);
  }

  /** The clinic's keys, as this member's share opens them; `null` without one. */
  clinicKeys(): ClinicKeys | null {
    const { state } = readChain(this.file);
    const box = (hash: string): Buffer | null => boxIn(this.file, hash);
    return openShare({ state, box }, { name: this.id, keys: this.keys });
  }

  /** Adds members whose passwords nobody knows. */
  addMembers(people: readonly { name: string; email: string }[], role: Role): void {
    const keys = this.clinicKeys();
    if (keys === null) throw new Error('This member has no share of the clinic’s keys.');
    const box = writeCredential(nobodysCredential(LEAST_COST));
    const isAdministrator = role === 'administrator';
    this.file.together(() => {
      for (const { name, email } of people) {
        const { state } = readChain(this.file);
        const id = randomUUID();
        const { publicKeys } = SeedKeys.fresh();
        const holder = { name: id, opening: publicKeys.opening, isAdministrator };
        const shared = shareFor(state, { keys, holder });
        const member = { id, name, email, createdAt: Date.now() };
        const kept = { version: 1, ...publicKeys, credential: hashOf(box) };
        const { share } = shared;
        this.decide({ kind: 'member.added', member, role, keys: kept, share }, box, shared.box);
      }
    });
  }

  /** Signs a decision and writes it, with all that the app writes with it. @throws when it is void */
  decide(change: SignedChange, ...boxes: readonly Buffer[]): void {
    const { file } = this;
    file.together(() => {
      const entry = this.sign(change);
      const judged = judge(readChain(file).state, entry);
      if (!judged.ok) throw new Error(`Nobody may decide that: ${judged.why}.`);
      this.append(entry);
      for (const box of boxes)
        file.run('INSERT OR REPLACE INTO decision_box VALUES (?, ?)', hashOf(box), box);
      const kept = boxesOf(judged.state);
      for (const { hash } of file.all('SELECT hash FROM decision_box'))
        if (!kept.has(String(hash))) file.run('DELETE FROM decision_box WHERE hash = ?', hash);
      file.run('UPDATE clinic_state SET state = ?', writeSaved(judged.state));
    });
  }

  /** The entry after the last one, signed by this member, whether or not it may decide that. */
  sign(change: SignedChange): Entry {
    const { state, head } = readChain(this.file);
    const by = { as: 'member', id: this.id, key: this.keys.publicKeys.signing } as const;
    return writeEntry(
      { clinic: state.clinic, at: Date.now(), by, trail: null, change },
      head,
      this.keys,
    );
  }

  append({ seq, body, signature, link }: StoredEntry): void {
    this.file.run('INSERT INTO decision VALUES (?, ?, ?, ?)', seq, body, signature, link);
  }
}

function boxIn(file: AccountFile, hash: string): Buffer | null {
  const [row] = file.all('SELECT box FROM decision_box WHERE hash = ?', hash);
  return (row?.['box'] as Buffer | undefined) ?? null;
}
