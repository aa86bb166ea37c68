import type { Role } from '../../../src/shared/people/role.js';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';
import { Chain } from '../../../src/main/account/chain.js';
import type { SignedChange, SignedChangeOf } from '../../../src/main/account/changes.js';
import { ClinicAccount } from '../../../src/main/account/clinic-account.js';
import { writeCredential } from '../../../src/main/account/credential-box.js';
import {
  boxesOf,
  type ClinicState,
  withAccess,
  withRole,
} from '../../../src/main/account/clinic-state.js';
import { givesShare, takesKeys } from '../../../src/main/account/new-keys.js';
import { rotate } from '../../../src/main/account/rotation.js';
import { START, writeEntry } from '../../../src/main/account/entry.js';
import { judge } from '../../../src/main/account/judge.js';
import {
  type ClinicKeys,
  freshClinicKeys,
  hashOf,
  openShare,
  sharesOf,
  shareFor,
} from '../../../src/main/account/shares.js';
import { nobodysCredential } from '../../../src/main/identity/passwords/credential.js';
import { LEAST_COST } from '../../../src/main/keys/argon2-cost.js';
import type { Argon2Cost } from '../../../src/main/keys/derivation.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import type { Clock, Credential, Member } from '../../../src/main/ports/index.js';
import { memberNamed } from './builders.js';
import { seedOf } from './member-seeds.js';
import { MemoryDecisions } from './memory-decisions.js';
import { MemoryLocal } from './memory-local.js';
import { VirtualClock } from './virtual-clock.js';

/** Who founded the clinic of a test whose members have no administrator of their own. */
const FOUNDER = memberNamed('Fay', 'administrator');
const CLINIC_KEYS = freshClinicKeys();
const NOBODYS = nobodysCredential(LEAST_COST);

export interface FoundingOptions {
  /** Members before anybody signs in: the first administrator among them founds the clinic. */
  readonly members?: readonly Member[];
  /** Without one, no password opens anything of the member. */
  readonly credentialOf?: (member: Member) => Credential | undefined;
  readonly clock?: Clock;
  readonly policy?: unknown;
  /** What passwords should cost. */
  readonly cost?: Argon2Cost;
}

/** The clinic's account over stores in memory, with a real chain of signed decisions. */
export class MemoryAccount extends ClinicAccount {
  readonly decisions: MemoryDecisions;
  readonly local: MemoryLocal;
  readonly chain: Chain;
  /** What did not belong to the chain, as it was told. */
  readonly foreign: string[] = [];
  readonly clock: Clock;
  #founder: Member = FOUNDER;
  #credentialOf: (member: Member) => Credential | undefined = () => undefined;

  /** Before there is a clinic. */
  constructor(
    clock: Clock = new VirtualClock(),
    decisions = new MemoryDecisions(),
    local = new MemoryLocal((work) => decisions.together(work)),
  ) {
    super({ decisions, local });
    this.clock = clock;
    this.decisions = decisions;
    this.local = local;
    decisions.local = local;
    this.chain = this.#openChain();
  }

  /** A clinic that is set up, with these members. */
  static of(...members: readonly Member[]): MemoryAccount {
    return MemoryAccount.founded({ members });
  }

  static founded({
    members = [],
    credentialOf,
    clock,
    policy = DEFAULT_POLICY,
    cost = LEAST_COST,
  }: FoundingOptions): MemoryAccount {
    const account = new MemoryAccount(clock);
    if (credentialOf !== undefined) account.#credentialOf = credentialOf;
    const founder = members.find(({ role }) => role === 'administrator') ?? FOUNDER;
    account.#found(founder, policy, cost);
    for (const member of members) if (member !== founder) account.enrol(member);
    return account;
  }

  /** The app starts again on the same database: what it had in memory is gone. */
  restarted(): MemoryAccount {
    const { clock, decisions, local } = this;
    const account = new MemoryAccount(clock, decisions, local);
    account.#founder = this.#founder;
    account.#credentialOf = this.#credentialOf;
    return account;
  }

  /** The same clinic once more, in another database. */
  copied(clock: Clock): MemoryAccount {
    const decisions = new MemoryDecisions();
    decisions.entries = [...this.decisions.entries];
    for (const [hash, box] of this.decisions.boxes) decisions.boxes.set(hash, Buffer.from(box));
    decisions.state = this.decisions.state;
    const account = new MemoryAccount(clock, decisions);
    account.#founder = this.#founder;
    account.#credentialOf = this.#credentialOf;
    return account;
  }

  set writable(writable: boolean) {
    this.decisions.writable = writable;
    this.local.writable = writable;
  }

  get writable(): boolean {
    return this.decisions.writable;
  }

  /** A member who was there all along: a full disk does not stand in the way. */
  enrol(member: Member): void {
    const { id, name, email, role, active } = member;
    const { state } = this;
    if (state === null) throw new Error('There is no clinic yet.');
    const { kept, box } = this.#memberKeys(member);
    const holder = { name: id, opening: kept.opening, isAdministrator: role === 'administrator' };
    const shared = shareFor(state, { keys: this.#clinicKeys(state), holder });
    const { share } = shared;
    const person = { id, name, email, createdAt: this.#nowMs() };
    this.decide({ kind: 'member.added', member: person, role, keys: kept, share }, box, shared.box);
    if (!active) this.setMemberActive(id, active);
    if (member.lastSignedInAt !== null) this.recordSignIn(id, member.lastSignedInAt);
  }

  /**
   * As {@link enrol}, but nobody decides it: the chain does not know the member. Fast, for tests that never
   * read the chain.
   */
  enrolUnsigned(member: Member): void {
    const { state } = this;
    if (state === null) throw new Error('There is no clinic yet.');
    const { id, name, email, role, active } = member;
    const { writable } = this;
    const { kept } = this.#memberKeys(member);
    const person = { id, name, email, createdAt: this.#nowMs() };
    const none = { share: null, former: null, twoFactor: null, badge: null };
    const own = { language: null, guideRead: null };
    const secrets = { keys: kept, ...none, ...own, passwordGone: false, mustSetUp: false };
    const added = { ...person, role, active, ...secrets };
    this.writable = true;
    this.adopt({ ...state, members: { ...state.members, [id]: added } }, this.standing);
    this.writable = writable;
  }

  setMemberRole(memberId: string, role: Role): void {
    this.#decideAbout({ kind: 'member.role', memberId, role });
  }

  setMemberActive(memberId: string, active: boolean): void {
    this.#decideAbout({ kind: 'member.access', memberId, active });
  }

  /** With the clinic's keys as they are where they may stay, and with new ones where they must not. */
  #decideAbout(
    about:
      | Pick<SignedChangeOf<'member.role'>, 'kind' | 'memberId' | 'role'>
      | Pick<SignedChangeOf<'member.access'>, 'kind' | 'memberId' | 'active'>,
  ): void {
    const { state } = this;
    if (state === null) throw new Error('There is no clinic yet.');
    const change = { ...about, rotation: null, share: null };
    const { memberId } = about;
    if (givesShare(state, change)) {
      const role = about.kind === 'member.role' ? about.role : state.members[memberId]?.role;
      const opening = state.members[memberId]?.keys.opening ?? '';
      const { share, box } = shareFor(state, {
        keys: this.#clinicKeys(state),
        holder: { name: memberId, opening, isAdministrator: role === 'administrator' },
      });
      this.decide({ ...change, share }, box);
      return;
    }
    if (!takesKeys(state, change)) {
      this.decide(change);
      return;
    }
    const after =
      about.kind === 'member.role'
        ? withRole(state, memberId, about.role)
        : withAccess(state, memberId, about.active);
    if (after === 'unknownMember') throw new Error('There is no such member.');
    const { rotation, boxes } = rotate(this, after, this.#clinicKeys(state));
    this.decide({ ...change, rotation }, ...boxes);
  }

  /** A member chooses another password, in the same turn. @returns what it opens */
  changeKeys(member: Pick<Member, 'id'>): SeedKeys {
    const { state } = this;
    const before = state?.members[member.id];
    if (state === null || before === undefined) throw new Error('There is no such member.');
    const next = SeedKeys.fresh();
    const { signing, opening } = next.publicKeys;
    const keys = { ...before.keys, version: before.keys.version + 1, signing, opening };
    const holder = {
      name: member.id,
      opening,
      isAdministrator: before.role === 'administrator',
    };
    const { share, box } = shareFor(state, { keys: this.#clinicKeys(state), holder });
    const about = { memberId: member.id, way: 'changed', twoFactor: null, former: null } as const;
    this.#decide(member, { kind: 'member.keys', ...about, keys, share }, [box]);
    return next;
  }

  /** The founder decides, in the same turn, and nobody is told but the account's listener. */
  decide(change: SignedChange, ...boxes: readonly Buffer[]): void {
    this.#decide(this.#founder, change, boxes);
  }

  /** The same, by somebody else. */
  decideBy(member: Pick<Member, 'id'>, change: SignedChange): void {
    this.#decide(member, change, []);
  }

  #decide({ id }: Pick<Member, 'id'>, change: SignedChange, boxes: readonly Buffer[]): void {
    const { decisions, state, writable } = this;
    const keys = seedOf({ id });
    const by = { as: 'member', id, key: keys.publicKeys.signing } as const;
    const after =
      state === null ? START : { seq: state.seq, link: Buffer.from(state.link, 'base64') };
    const clinic = state?.clinic ?? by.key;
    const entry = writeEntry({ clinic, at: this.#nowMs(), by, trail: null, change }, after, keys);
    const judged = judge(state, entry);
    if (!judged.ok) throw new Error(`The test's decision was refused: ${judged.why}.`);
    this.writable = true;
    decisions.append(entry);
    for (const box of boxes) decisions.saveBox(hashOf(box), box);
    decisions.keepBoxes(boxesOf(judged.state));
    // Another program's write: the chain reads itself again before it goes on.
    decisions.touched = true;
    this.adopt(judged.state, this.standing);
    this.writable = writable;
  }

  #found(founder: Member, policy: unknown, cost: Argon2Cost): void {
    this.#founder = founder;
    const { id, name, email } = founder;
    const { kept, box } = this.#memberKeys(founder);
    const holder = { name: id, opening: kept.opening, isAdministrator: true };
    const written = sharesOf(CLINIC_KEYS, [holder], { clinic: kept.signing, epoch: 1 });
    const administrator = { id, name, email, createdAt: this.#nowMs() };
    this.decide(
      {
        kind: 'clinic.founded',
        clinicName: 'Rivertown Clinic',
        ...{ administrator, keys: kept, policy, cost },
        ...{ rules: DEFAULT_SIGN_IN_RULES, shares: written.shares },
      },
      box,
      written.box,
    );
  }

  #clinicKeys(state: ClinicState): ClinicKeys {
    if (state.shares.epoch === 1) return CLINIC_KEYS;
    const holder = { name: this.#founder.id, keys: seedOf(this.#founder) };
    const keys = openShare(this, holder);
    if (keys === null) throw new Error('The founder has no share.');
    return keys;
  }

  #memberKeys(member: Member): {
    readonly kept: { version: number; signing: string; opening: string; credential: string };
    readonly box: Buffer;
  } {
    const { signing, opening } = seedOf(member).publicKeys;
    const box = writeCredential(this.#credentialOf(member) ?? NOBODYS);
    return { kept: { version: 1, signing, opening, credential: hashOf(box) }, box };
  }

  #openChain(): Chain {
    return new Chain({
      ...{ store: this.decisions, account: this, clock: this.clock },
      trailHead: () => null,
      onForeign: (what) => this.foreign.push(what),
    });
  }

  #nowMs(): number {
    return Math.round(this.clock.now().wallMs);
  }
}
