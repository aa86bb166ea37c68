import { AccountDecisions } from '../../../src/main/account/decisions.js';
import { composeIdentity, type Identity } from '../../../src/main/app/compose-identity.js';
import { createCredential } from '../../../src/main/identity/passwords/credential.js';
import {
  type AccountRecord,
  firstAccountRecord,
  firstMemberRecord,
  SealedRecords,
} from '../../../src/main/identity/sealed-records.js';
import { AccountKey } from '../../../src/main/keys/account-key.js';
import { LEAST_COST } from '../../../src/main/keys/argon2-cost.js';
import type { Author, Credential, Instant, Member } from '../../../src/main/ports/index.js';
import { memberNamed } from './builders.js';
import { MemoryAccount } from './memory-account.js';
import { MemoryAudit } from './memory-audit.js';
import { MemoryIdentityStore } from './memory-identity-store.js';
import { VirtualClock } from './virtual-clock.js';

export const PASSWORD = 'quiet-harbour-lamp-42';
export const OTHER_PASSWORD = 'another-lantern-77';
export const GENERATION = 7;

/** One derivation for all tests: the key it wraps is the same in every world. */
const SHARED_KEY = AccountKey.fresh();

/**
 * An account with the administrator Dana and the receptionist Sam, whose password is
 * {@link PASSWORD}, on memory stores: everything about identity is real but for the disk and the
 * clock.
 */
export class IdentityWorld {
  readonly clock: VirtualClock;
  readonly audit = new MemoryAudit();
  readonly store = new MemoryIdentityStore();
  readonly account: MemoryAccount;
  readonly records = new SealedRecords(this.store);
  readonly key = SHARED_KEY;
  readonly dana = memberNamed('Dana', 'administrator');
  readonly sam = memberNamed('Sam', 'receptionist');
  /** How often a sign-in began to wait for its next step, or ceased to. */
  halfChanges = 0;
  identity: Identity;

  private constructor(account: MemoryAccount, clock: VirtualClock) {
    this.account = account;
    this.clock = clock;
    this.identity = this.#compose();
  }

  /** Before there is a clinic, on a computer so slow that the cheapest passwords are right for it. */
  static beforeSetUp(): IdentityWorld {
    return new IdentityWorld(new MemoryAccount(), new SlowClock());
  }

  static async open(): Promise<IdentityWorld> {
    const world = new IdentityWorld(MemoryAccount.of(), new VirtualClock());
    world.store.savePasswordCost(LEAST_COST);
    world.records.saveAccount(world.key, firstAccountRecord(world.clock.now().wallMs));
    for (const member of [world.dana, world.sam]) await world.enrol(member);
    return world;
  }

  async enrol(member: Member): Promise<void> {
    this.account.enrol(member, { credential: await credentialOf(member, this.key) });
    const record = firstMemberRecord(member, this.clock.now().wallMs);
    this.records.saveMember(this.key, member.id, record);
  }

  /** The app starts again on the same files. */
  restart(): void {
    this.identity = this.#compose();
  }

  /** A session of this member lives, as far as identity knows of it. */
  holdKey(): void {
    this.identity.keys.hold(this.key.copy());
  }

  /** Dana decides. */
  get asDana(): Author {
    return { memberId: this.dana.id, key: this.key };
  }

  async changeRules(change: Partial<AccountRecord['rules']>): Promise<void> {
    this.holdKey();
    const rules = { ...this.identity.rules.current(), ...change };
    await this.identity.rules.save(rules, this.asDana);
    this.identity.keys.forget();
  }

  #compose(): Identity {
    const { account, store: identityStore, audit, clock } = this;
    const installation = 'installation';
    const onChange = (): void => {
      this.halfChanges += 1;
    };
    const decisions = new AccountDecisions(account);
    return composeIdentity({
      account,
      decisions,
      identityStore,
      audit,
      clock,
      installation,
      onChange,
    });
  }
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
async function credentialOf({ id }: Member, accountKey: AccountKey): Promise<Credential> {
  const found = made.get(id);
  if (found !== undefined) return found;
  const credential = await createCredential(
    { memberId: id, password: PASSWORD, version: 1, cost: LEAST_COST },
    accountKey,
  );
  made.set(id, credential);
  return credential;
}
