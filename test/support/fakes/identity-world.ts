import type { SignInRules } from '../../../src/shared/policy/sign-in-rules.js';
import { type Reseal, rotate } from '../../../src/main/account/rotation.js';
import { composeIdentity, type Identity } from '../../../src/main/app/compose-identity.js';
import { firstMemory, MemberMemories } from '../../../src/main/identity/member-memory.js';
import { createCredential } from '../../../src/main/identity/passwords/credential.js';
import { LEAST_COST } from '../../../src/main/keys/argon2-cost.js';
import {
  boxesOf,
  type ClinicState,
  credentialsOf,
} from '../../../src/main/account/clinic-state.js';
import { hashOf } from '../../../src/main/account/shares.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import type { Author, Credential, Instant, Member } from '../../../src/main/ports/index.js';
import { memberNamed } from './builders.js';
import { FakeDesk } from './fake-desk.js';
import { keysOf } from './member-seeds.js';
import { MemoryAccount } from './memory-account.js';
import { MemoryAudit } from './memory-audit.js';
import { MemoryIdentityStore } from './memory-identity-store.js';
import { VirtualClock } from './virtual-clock.js';

export const PASSWORD = 'quiet-harbour-lamp-42';
export const OTHER_PASSWORD = 'another-lantern-77';
export const GENERATION = 7;

/** The computers of a clinic with several. */
export const FIRST_DESK = '00000000-0000-4000-8000-0000000000d1';
export const SECOND_DESK = '00000000-0000-4000-8000-0000000000d2';

const DANA = memberNamed('Dana', 'administrator');
const SAM = memberNamed('Sam', 'receptionist');

/**
 * An account with the administrator Dana and the receptionist Sam, whose password is
 * {@link PASSWORD}, on memory stores: everything about identity is real but for the disk and the
 * clock.
 */
export class IdentityWorld {
  readonly clock: VirtualClock;
  readonly audit = new MemoryAudit();
  readonly store = new MemoryIdentityStore();
  account: MemoryAccount;
  readonly memories = new MemberMemories(this.store);
  readonly desk = new FakeDesk((hash, box) => this.account.decisions.saveBox(hash, box));
  readonly dana = DANA;
  readonly sam = SAM;
  /** Called when the clinic gets new keys, as what lies outside of the chain must be sealed anew. */
  reseal: Reseal = () => undefined;
  /** How often a sign-in began to wait for its next step, or ceased to. */
  halfChanges = 0;
  identity: Identity;

  private constructor(account: MemoryAccount, clock: VirtualClock) {
    this.account = account;
    this.clock = clock;
    account.decisions.database = [this.store, this.audit];
    this.identity = this.#compose();
  }

  /** Before there is a clinic, on a computer so slow that the cheapest passwords are right for it. */
  static beforeSetUp(): IdentityWorld {
    const clock = new SlowClock();
    return new IdentityWorld(new MemoryAccount(clock), clock);
  }

  /** @param cost what passwords should cost; those of Dana and Sam cost the least */
  static async open(cost = LEAST_COST): Promise<IdentityWorld> {
    const clock = new VirtualClock();
    const credentials = new Map<string, Credential>();
    for (const member of [DANA, SAM]) credentials.set(member.id, await credentialOf(member));
    const account = MemoryAccount.founded({
      ...{ members: [DANA, SAM], clock, cost },
      credentialOf: ({ id }) => credentials.get(id),
    });
    const world = new IdentityWorld(account, clock);
    for (const member of [DANA, SAM]) world.remember(member);
    return world;
  }

  /** The member's memory of sign-ins here, as the founding of the clinic writes it. */
  remember(member: Member): void {
    const memory = firstMemory(this.account.chain.head, this.clock.now().wallMs);
    this.memories.write(member.id, keysOf(member), memory);
  }

  /** The account is one computer's of several from now on, whose server takes every decision. */
  share(): void {
    const box = Buffer.from('shares of the log');
    const { publicKeys } = SeedKeys.fresh();
    this.account.decide(
      {
        kind: 'clinic.shared',
        log: '00000000-0000-4000-8000-0000000000aa',
        server: { addresses: [{ host: 'db.rivertown.example', port: 5_432 }], database: 'clinic' },
        workstation: { id: FIRST_DESK, name: 'Reception 1', ...publicKeys },
        keys: { epoch: 1, box: hashOf(box) },
      },
      box,
    );
    this.#join(FIRST_DESK);
  }

  /** Another computer of the clinic, which nobody has used yet: no credential is there. */
  otherDesk(): IdentityWorld {
    const other = new IdentityWorld(this.account.copied(this.clock), this.clock);
    const { boxes } = other.account.decisions;
    for (const hash of credentialsOf(stateOf(this.account))) {
      other.desk.boxes.set(hash, boxes.get(hash) ?? Buffer.alloc(0));
      boxes.delete(hash);
    }
    other.#join(SECOND_DESK);
    return other;
  }

  /** What was decided at another computer comes here; new credentials stay at the server. */
  take({ account, desk }: IdentityWorld): void {
    const { decisions } = this.account;
    const state = stateOf(account);
    decisions.entries = [...account.decisions.entries];
    for (const [hash, box] of [...account.decisions.boxes, ...desk.boxes]) {
      const isLeft = credentialsOf(state).has(hash) && !decisions.boxes.has(hash);
      (isLeft ? this.desk.boxes : decisions.boxes).set(hash, box);
    }
    decisions.keepBoxes(boxesOf(state));
    decisions.touched = true;
    this.account.adopt(state, this.account.standing);
  }

  /** This computer leaves the others, and has the account for itself. */
  leave(): void {
    const state = stateOf(this.account);
    const { rotation, boxes } = rotate(this.account, state, null);
    this.account.chain.deciding.follow(null);
    this.desk.standing = { kind: 'single' };
    for (const [hash, box] of this.desk.boxes) this.account.decisions.saveBox(hash, box);
    this.account.decide({ kind: 'clinic.left', rotation }, ...boxes);
  }

  #join(workstation: string): void {
    this.desk.standing = { kind: 'connected' };
    this.account.chain.deciding.follow({
      workstation,
      append: () => Promise.resolve('appended'),
      written: () => undefined,
    });
  }

  /** The app starts again on the same files. */
  restart(): void {
    const { database } = this.account.decisions;
    this.account = this.account.restarted();
    this.account.decisions.database = database;
    this.identity = this.#compose();
  }

  /** A session of this member lives, as far as identity knows of it. */
  holdKeys(member: Member = this.dana): void {
    this.identity.keys.hold(member.id, keysOf(member));
  }

  /** An administrator makes an invitation code. @returns the code, as it is shown */
  async invite({ id }: Pick<Member, 'id'>, author = this.asDana): Promise<string> {
    const made = await this.identity.recovery.invite(id, author);
    if (!made.ok) throw new Error(`Nobody was invited: ${made.code}.`);
    return made.invitation;
  }

  /** Dana decides. */
  get asDana(): Author {
    return this.as(this.dana);
  }

  as(member: Member): Author {
    return { memberId: member.id, keys: this.keysOf(member) };
  }

  /** As the member's password opens them, while the test has not changed it. */
  keysOf(member: Member): SeedKeys {
    return keysOf(member);
  }

  async changeRules(change: Partial<SignInRules>): Promise<void> {
    this.holdKeys();
    const opened = this.identity.rules.current();
    const rules = { ...opened, ...change };
    await this.identity.rules.save(rules, this.asDana, { opened, isProved: true });
    this.identity.keys.forget();
  }

  #compose(): Identity {
    const { account, store: identityStore, audit, clock, desk } = this;
    const installation = 'installation';
    const onChange = (): void => {
      this.halfChanges += 1;
    };
    return composeIdentity({
      ...{
        account,
        chain: account.chain,
        identityStore,
        audit,
        clock,
        installation,
        onChange,
        desk,
      },
      reseal: (from, to) => this.reseal(from, to),
    });
  }
}

function stateOf({ state }: MemoryAccount): ClinicState {
  if (state === null) throw new Error('There is no clinic yet.');
  return state;
}

/** Whatever is measured with it takes seconds. */
class SlowClock extends VirtualClock {
  override now(): Instant {
    this.stop(5_000);
    return super.now();
  }
}

const made = new Map<string, Credential>();

/** Derived once for each member, because it is the slow part of every test. */
async function credentialOf(member: Member): Promise<Credential> {
  const found = made.get(member.id);
  if (found !== undefined) return found;
  const clinic = keysOf(DANA).publicKeys.signing;
  const credential = await createCredential(
    { memberId: member.id, version: 1, clinic },
    { password: PASSWORD, cost: LEAST_COST },
    keysOf(member),
  );
  made.set(member.id, credential);
  return credential;
}
