import type { Role } from '../../../src/shared/people/role.js';
import type { Argon2Cost } from '../../../src/main/keys/derivation.js';
import type {
  AccountStore,
  Credential,
  Member,
  MemberCredentials,
  NewMember,
  Notice,
  NoticeKind,
} from '../../../src/main/ports/index.js';

interface StoredNotice extends Notice {
  readonly memberId: string;
  seen: boolean;
}

/** The clinic's account in memory, with the SQL store's rules. */
export class MemoryAccount implements AccountStore {
  writable = true;
  #clinicName: string | null = null;
  readonly #members = new Map<string, MemberCredentials>();
  readonly #documents: { readonly document: string; readonly byMemberId: string | null }[] = [];
  readonly #notices: StoredNotice[] = [];
  #lastNoticeId = 0;

  /** A clinic that is set up, with these members and no policy document. */
  static of(...members: readonly Member[]): MemoryAccount {
    const account = new MemoryAccount();
    account.#clinicName = 'Rivertown Clinic';
    for (const member of members) account.enrol(member);
    return account;
  }

  /** A member who was there all along: neither a full disk nor a taken email stands in the way. */
  enrol(member: Member, password: Partial<Omit<MemberCredentials, 'member'>> = {}): void {
    this.#members.set(member.id, { member, credential: null, ...password });
  }

  /** Who saved each policy document, newest first. */
  get policyAuthors(): readonly (string | null)[] {
    return this.#documents.map(({ byMemberId }) => byMemberId).reverse();
  }

  /** What else is kept in the same database, for what is written together. */
  database: readonly { snapshot(): () => void }[] = [];

  /** The account itself can be written whole or not at all: what fails here fails at once. */
  together<T>(work: () => T): T {
    const undo = this.database.map((part) => part.snapshot());
    try {
      return work();
    } catch (error) {
      for (const restore of undo) restore();
      throw error;
    }
  }

  clinicName(): string | null {
    return this.#clinicName;
  }

  createClinic(clinicName: string, administrator: NewMember, policyDocument: string): void {
    this.#write();
    if (this.#clinicName !== null) throw new Error('UNIQUE constraint failed: clinic.only_row');
    this.#clinicName = clinicName;
    this.#insert(administrator);
    this.savePolicyDocument(policyDocument, administrator.id);
  }

  memberCount(): number {
    return this.#members.size;
  }

  members(): readonly Member[] {
    return [...this.#members.values()]
      .map(({ member }) => member)
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  memberById(id: string): Member | null {
    return this.credentialsById(id)?.member ?? null;
  }

  credentialsByEmail(email: string): MemberCredentials | null {
    const wanted = email.toLowerCase();
    for (const credentials of this.#members.values())
      if (credentials.member.email.toLowerCase() === wanted) return credentials;
    return null;
  }

  credentialsById(id: string): MemberCredentials | null {
    return this.#members.get(id) ?? null;
  }

  addMember(member: NewMember): boolean {
    this.#write();
    if (this.credentialsByEmail(member.email) !== null) return false;
    this.#insert(member);
    return true;
  }

  setMemberActive(id: string, active: boolean): void {
    this.#change(id, { active });
  }

  setMemberRole(id: string, role: Role): void {
    this.#change(id, { role });
  }

  setCredential(id: string, credential: Credential): void {
    this.#write();
    const found = this.#members.get(id);
    if (found !== undefined) this.#members.set(id, { member: found.member, credential });
  }

  passwordCosts(): readonly Argon2Cost[] {
    return [...this.#members.values()].flatMap(({ credential }) => credential?.cost ?? []);
  }

  recordSignIn(id: string, atMs: number): void {
    this.#change(id, { lastSignedInAt: Math.round(atMs) });
  }

  recentMembers(most: number): readonly Member[] {
    return this.members()
      .filter(({ active, lastSignedInAt }) => active && lastSignedInAt !== null)
      .sort((a, b) => (b.lastSignedInAt ?? 0) - (a.lastSignedInAt ?? 0))
      .slice(0, most);
  }

  policyDocuments(): readonly string[] {
    return this.#documents.map(({ document }) => document).reverse();
  }

  savePolicyDocument(document: string, byMemberId: string | null): void {
    this.#write();
    this.#documents.push({ document, byMemberId });
  }

  addNotice(kind: NoticeKind, _atMs: number, memberId?: string, amount?: number): void {
    this.#write();
    const id = (this.#lastNoticeId += 1);
    const active = this.members().filter((member) => member.active);
    for (const to of memberId === undefined ? active.map((member) => member.id) : [memberId])
      this.#notices.push({ id, kind, amount: amount ?? null, memberId: to, seen: false });
  }

  noticesFor(memberId: string): readonly Notice[] {
    return this.#notices
      .filter((notice) => notice.memberId === memberId && !notice.seen)
      .map(({ id, kind, amount }) => ({ id, kind, amount }));
  }

  acknowledgeNotice(noticeId: number, memberId: string): void {
    this.#write();
    for (const notice of this.#notices)
      if (notice.id === noticeId && notice.memberId === memberId) notice.seen = true;
  }

  #insert({ id, name, email, role, credential }: NewMember): void {
    this.#members.set(id, {
      member: { id, name, email, role, active: true, lastSignedInAt: null },
      credential,
    });
  }

  #change(id: string, change: Partial<Omit<Member, 'id'>>): void {
    this.#write();
    const credentials = this.#members.get(id);
    if (credentials !== undefined)
      this.#members.set(id, { ...credentials, member: { ...credentials.member, ...change } });
  }

  #write(): void {
    if (!this.writable) throw new Error('the account database was made to fail');
  }
}
