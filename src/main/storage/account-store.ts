import type { SelectQueryBuilder } from 'kysely';
import { shownName } from '../../shared/people/name.js';
import type { Role } from '../../shared/people/role.js';
import type { Argon2Cost } from '../keys/derivation.js';
import type {
  AccountStore,
  Credential,
  Member,
  MemberCredentials,
  NewMember,
  Notice,
  NoticeKind,
} from '../ports/index.js';
import type { AccountDatabase } from './database.js';
import type { Schema } from './schema.js';

type MemberRow = Schema['member'];

function toMember(row: MemberRow): Member {
  return {
    id: row.id,
    name: shownName(row.name),
    email: row.email,
    role: row.role,
    active: row.active === 1,
    lastSignedInAt: row.last_signed_in_at,
  };
}

function toCredential(row: Schema['credential']): Credential {
  return {
    version: row.version,
    cost: { memoryKib: row.memory_kib, passes: row.passes, lanes: row.lanes },
    salt: Buffer.from(row.salt),
    authCheck: Buffer.from(row.auth_check),
    wrappedKey: Buffer.from(row.wrapped_key),
  };
}

/** The clinic, its members, its policy and its notices in the account database. */
export class SqlAccountStore implements AccountStore {
  readonly #database: AccountDatabase;

  constructor(database: AccountDatabase) {
    this.#database = database;
  }

  together<T>(work: () => T): T {
    return this.#database.together(work);
  }

  clinicName(): string | null {
    const row = this.#database.one(this.#database.build.selectFrom('clinic').select('name'));
    if (row !== undefined) return shownName(row.name);
    // If somebody deleted the row while the app runs, the app must not offer to set up a new clinic.
    return this.memberCount() === 0 ? null : shownName('');
  }

  createClinic(clinicName: string, administrator: NewMember, policyDocument: string): void {
    this.#database.together(() => {
      this.#database.run(
        this.#database.build
          .insertInto('clinic')
          .values({ only_row: 1, name: clinicName, created_at: administrator.createdAt }),
      );
      this.#insertMember(administrator);
      this.savePolicyDocument(policyDocument, administrator.id, administrator.createdAt);
    });
  }

  members(): readonly Member[] {
    return this.#database.all(this.#selectMembers().orderBy('name')).map(toMember);
  }

  memberCount(): number {
    const count = this.#database.build.fn.countAll<number>().as('count');
    return this.#database.one(this.#database.build.selectFrom('member').select(count))?.count ?? 0;
  }

  memberById(id: string): Member | null {
    const row = this.#database.one(this.#selectMembers().where('id', '=', id));
    return row === undefined ? null : toMember(row);
  }

  credentialsByEmail(email: string): MemberCredentials | null {
    const row = this.#database.one(this.#selectMembers().where('email', '=', email));
    return row === undefined ? null : this.#withCredential(toMember(row));
  }

  credentialsById(id: string): MemberCredentials | null {
    const member = this.memberById(id);
    return member === null ? null : this.#withCredential(member);
  }

  addMember(member: NewMember): boolean {
    return this.#database.together(() => {
      if (this.credentialsByEmail(member.email) !== null) return false;
      this.#insertMember(member);
      return true;
    });
  }

  setMemberActive(id: string, active: boolean): void {
    this.#update(id, { active: active ? 1 : 0 });
  }

  setMemberRole(id: string, role: Role): void {
    this.#update(id, { role });
  }

  setCredential(id: string, credential: Credential): void {
    const { build } = this.#database;
    const values = {
      version: credential.version,
      memory_kib: credential.cost.memoryKib,
      passes: credential.cost.passes,
      lanes: credential.cost.lanes,
      salt: credential.salt,
      auth_check: credential.authCheck,
      wrapped_key: credential.wrappedKey,
    };
    this.#database.run(
      build
        .insertInto('credential')
        .values({ member_id: id, ...values })
        .onConflict((conflict) => conflict.column('member_id').doUpdateSet(values)),
    );
  }

  passwordCosts(): readonly Argon2Cost[] {
    return this.#database
      .all(this.#database.build.selectFrom('credential').selectAll().orderBy('member_id'))
      .map((row) => toCredential(row).cost);
  }

  recordSignIn(id: string, atMs: number): void {
    const now = Math.round(atMs);
    this.#database.together(() => {
      // Times in the future come from a clock that was ahead: they would be the newest until that day.
      this.#database.run(
        this.#database.build
          .updateTable('member')
          .set({ last_signed_in_at: now - 1 })
          .where('last_signed_in_at', '>', now),
      );
      this.#update(id, { last_signed_in_at: now });
    });
  }

  recentMembers(most: number): readonly Member[] {
    return this.#database
      .all(
        this.#selectMembers()
          .where('active', '=', 1)
          .where('last_signed_in_at', 'is not', null)
          .orderBy('last_signed_in_at', 'desc')
          .limit(most),
      )
      .map(toMember);
  }

  policyDocuments(): readonly string[] {
    return this.#database
      .all(
        this.#database.build.selectFrom('policy_document').select('document').orderBy('id', 'desc'),
      )
      .map(({ document }) => document);
  }

  savePolicyDocument(document: string, byMemberId: string | null, atMs: number): void {
    this.#database.run(
      this.#database.build.insertInto('policy_document').values({
        document,
        saved_by: byMemberId,
        saved_at: Math.round(atMs),
      }),
    );
  }

  addNotice(kind: NoticeKind, atMs: number, memberId?: string, amount?: number): void {
    const { build } = this.#database;
    const createdAt = Math.round(atMs);
    this.#database.together(() => {
      const recipients =
        memberId === undefined
          ? this.members()
              .filter(({ active }) => active)
              .map(({ id }) => id)
          : [memberId];
      const row = this.#database.one(
        build
          .insertInto('notice')
          .values({ kind, created_at: createdAt, amount: amount ?? null })
          .returning('id'),
      );
      for (const recipient of recipients)
        this.#database.run(
          build
            .insertInto('notice_recipient')
            .values({ notice_id: row?.id ?? 0, member_id: recipient, seen_at: null }),
        );
    });
  }

  noticesFor(memberId: string): readonly Notice[] {
    return this.#database.all(
      this.#database.build
        .selectFrom('notice')
        .innerJoin('notice_recipient', 'notice_recipient.notice_id', 'notice.id')
        .where('notice_recipient.member_id', '=', memberId)
        .where('notice_recipient.seen_at', 'is', null)
        .select(['notice.id', 'notice.kind', 'notice.amount'])
        .orderBy('notice.id'),
    );
  }

  acknowledgeNotice(noticeId: number, memberId: string, atMs: number): void {
    this.#database.run(
      this.#database.build
        .updateTable('notice_recipient')
        .set({ seen_at: Math.round(atMs) })
        .where('notice_id', '=', noticeId)
        .where('member_id', '=', memberId),
    );
  }

  #selectMembers(): SelectQueryBuilder<Schema, 'member', MemberRow> {
    return this.#database.build.selectFrom('member').selectAll();
  }

  #withCredential(member: Member): MemberCredentials {
    const { build } = this.#database;
    const row = this.#database.one(
      build.selectFrom('credential').selectAll().where('member_id', '=', member.id),
    );
    return { member, credential: row === undefined ? null : toCredential(row) };
  }

  #insertMember(member: NewMember): void {
    this.#database.run(
      this.#database.build.insertInto('member').values({
        id: member.id,
        name: member.name,
        email: member.email,
        role: member.role,
        active: 1,
        created_at: Math.round(member.createdAt),
        last_signed_in_at: null,
      }),
    );
    this.setCredential(member.id, member.credential);
  }

  #update(id: string, change: Partial<Omit<MemberRow, 'id'>>): void {
    this.#database.run(this.#database.build.updateTable('member').set(change).where('id', '=', id));
  }
}
