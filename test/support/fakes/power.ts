import type { LaterChange, SignedChange } from '../../../src/main/account/changes.js';
import type { EntryAuthor } from '../../../src/main/account/entry.js';
import type { PublicKeys } from '../../../src/main/keys/seed-keys.js';
import type { Role } from '../../../src/shared/people/role.js';
import { seedNamed } from './clinic-chain.js';

/** What everybody decides about themselves alone. */
const OWN: ReadonlySet<string> = new Set([
  ...['twoFactor.set', 'recoveryCode.used', 'badge.set', 'language.chosen', 'guide.read'],
]);

interface Code {
  readonly key: string;
  readonly by: string;
}

/**
 * Who can decide what, told in another way than the app's own: random chains hold the two against each
 * other. It follows what was decided, and judges nothing else.
 */
export class Power {
  readonly members = new Map<string, { active: boolean; role: Role; key: string }>();
  readonly invitations = new Map<string, Code>();
  kit: Code | null = null;
  /** Whether the account is shared; with the keys of codes for computers, and of computers. */
  shared: { readonly codes: Map<string, string>; readonly desks: Map<string, string> } | null =
    null;
  readonly #names = new Map<string, string>();

  /** The public keys of a seed; from then on it is known whose they are. */
  named(name: string): PublicKeys {
    const { publicKeys } = seedNamed(name);
    this.#names.set(publicKeys.signing, name);
    return publicKeys;
  }

  /** The name of the seed with which somebody can decide. */
  keyOf(as: EntryAuthor['as'], id: string): string | undefined {
    const keys = {
      member: this.members.get(id)?.key,
      invitation: this.invitations.get(id)?.key,
      emergencyKit: this.kit?.key,
      enrolment: this.shared?.codes.get(id),
    };
    const key = keys[as];
    return key === undefined ? undefined : this.#names.get(key);
  }

  administrators(): string[] {
    const all = [...this.members].filter(
      ([, { active, role }]) => active && role === 'administrator',
    );
    return all.map(([id]) => id);
  }

  allows({ as, id, key }: EntryAuthor, change: SignedChange | LaterChange): boolean {
    if (this.members.size === 0)
      return change.kind === 'clinic.founded' && as === 'member' && key === change.keys.signing;
    const isOfCode = change.kind === 'workstation.enrolled';
    if (as === 'enrolment')
      return isOfCode && change.workstation === id && this.shared?.codes.get(id) === key;
    const member = this.members.get(id);
    if (change.kind === 'clinic.founded' || member?.active !== true) return false;
    const isAboutKeys = change.kind === 'member.keys';
    if (as !== 'member') {
      const code = as === 'invitation' ? this.invitations.get(id) : this.kit;
      const isFor = as === 'invitation' || member.role === 'administrator';
      return (
        isFor && code?.key === key && isAboutKeys && change.memberId === id && change.way === as
      );
    }
    if (member.key !== key || isOfCode) return false;
    if (change.kind === 'later') return true;
    if (isAboutKeys) return change.memberId === id && ['changed', 'cost'].includes(change.way);
    const isOrder = change.kind === 'session.ended';
    const isForOneself = isOrder && change.memberId === id && change.workstation === null;
    return isForOneself || OWN.has(change.kind) || member.role === 'administrator';
  }

  follow({ id }: EntryAuthor, change: SignedChange | LaterChange): void {
    if (change.kind === 'clinic.founded')
      this.#add(change.administrator.id, 'administrator', change.keys.signing);
    if (change.kind === 'member.added')
      this.#add(change.member.id, change.role, change.keys.signing);
    if (change.kind === 'member.access') {
      this.#set(change.memberId, { active: change.active });
      if (!change.active) this.invitations.delete(change.memberId);
      if (!change.active) this.#loses(change.memberId);
    }
    if (change.kind === 'member.role') {
      const was = this.members.get(change.memberId)?.role === 'administrator';
      this.#set(change.memberId, { role: change.role });
      if (was !== (change.role === 'administrator')) this.invitations.delete(change.memberId);
      if (was && change.role !== 'administrator') this.#loses(change.memberId);
    }
    if (change.kind === 'member.keys') {
      this.#set(change.memberId, { key: change.keys.signing });
      if (change.way !== 'cost') this.invitations.delete(change.memberId);
      if (change.way === 'emergencyKit') this.kit = null;
    }
    if (change.kind === 'member.invited')
      this.invitations.set(change.memberId, { key: change.code.signing, by: id });
    if (change.kind === 'emergencyKit.made') this.kit = { key: change.code.signing, by: id };
    this.#followComputers(change);
  }

  #followComputers(change: SignedChange | LaterChange): void {
    if (change.kind === 'clinic.shared') {
      const { id, signing } = change.workstation;
      this.shared = { codes: new Map(), desks: new Map([[id, signing]]) };
    }
    if (change.kind === 'workstation.invited')
      this.shared?.codes.set(change.workstation, change.code.signing);
    if (change.kind === 'workstation.withdrawn') this.shared?.codes.delete(change.workstation);
    if (change.kind === 'workstation.enrolled') {
      this.shared?.codes.delete(change.workstation);
      this.shared?.desks.set(change.workstation, change.keys.signing);
    }
    if (change.kind === 'workstation.removed') this.shared?.desks.delete(change.workstation);
    if (change.kind === 'clinic.left') this.shared = null;
  }

  #add(id: string, role: Role, key: string): void {
    this.members.set(id, { active: true, role, key });
  }

  #set(id: string, change: { active?: boolean; role?: Role; key?: string }): void {
    const member = this.members.get(id);
    if (member !== undefined) Object.assign(member, change);
  }

  /** Whoever loses access or role has seen the codes that they made. */
  #loses(id: string): void {
    for (const [memberId, code] of this.invitations)
      if (code.by === id) this.invitations.delete(memberId);
    if (this.kit?.by === id) this.kit = null;
  }
}
