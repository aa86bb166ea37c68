import type { Role } from '../../src/shared/people/role.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { Chain } from '../../src/main/account/chain.js';
import type { Foreign } from '../../src/main/account/chain-parts.js';
import { ClinicAccount } from '../../src/main/account/clinic-account.js';
import type { Account } from '../../src/main/app/open-account.js';
import { composeIdentity, type Identity } from '../../src/main/app/compose-identity.js';
import { systemClock } from '../../src/main/host/clock.js';
import type { SeedKeys } from '../../src/main/keys/seed-keys.js';
import type { Author, Clock, Member, NoticeKind } from '../../src/main/ports/index.js';
import { openAuditTrail } from '../../src/main/storage/audit-trail.js';
import type { AccountDatabase } from '../../src/main/storage/database.js';
import { openDecisionStore } from '../../src/main/storage/decision-store.js';
import { openIdentityStore } from '../../src/main/storage/identity-store.js';
import { installationId } from '../../src/main/storage/installation.js';
import { openLocalStore } from '../../src/main/storage/local-store.js';

/** How somebody signs in, and is called. */
export interface Insider {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export const DANA: Insider = {
  name: 'Dana Whitlock',
  email: 'dana@harbour.example',
  password: 'quiet-harbour-lamp-42',
};

export const ROBIN: Insider = {
  name: 'Robin Achterberg',
  email: 'robin@harbour.example',
  password: 'seven-green-umbrellas',
};

type Parts = Pick<
  Account,
  'account' | 'chain' | 'audit' | 'identityStore' | 'clock' | 'installation'
>;

/** The parts of an account on a database, as the app opens them. */
export function partsOf(database: AccountDatabase): Parts & { readonly foreign: Foreign[] } {
  const clock = systemClock();
  const decisions = openDecisionStore(database);
  const account = new ClinicAccount({ decisions, local: openLocalStore(database) });
  const foreign: Foreign[] = [];
  const chain = new Chain({
    ...{ store: decisions, account, clock },
    trailHead: () => null,
    onForeign: (what) => foreign.push(what),
  });
  // What follows for policies and clinic apps has tests of its own.
  const nothing = (): undefined => undefined;
  chain.register({ 'policy.set': nothing, 'apps.changed': nothing });
  const installation = installationId(database, clock.now().wallMs);
  const audit = openAuditTrail(database, installation);
  const identityStore = openIdentityStore(database);
  return { account, chain, audit, identityStore, clock, installation, foreign };
}

/** A clinic on a real database, without windows: its members are made, and sign in, as in the app. */
export class RealClinic {
  readonly parts: Parts;
  readonly identity: Identity;
  #slow: boolean;
  #lateMs = 0;

  constructor(parts: Parts) {
    this.parts = parts;
    this.#slow = parts.account.clinicName() === null;
    this.identity = composeIdentity({
      ...parts,
      clock: this.#slowAtFirst(parts.clock),
      reseal: () => undefined,
      onChange: () => undefined,
    });
  }

  /** Founds the clinic. The founder is signed in afterwards, as far as identity knows of it. */
  async found(
    { name, email, password }: Insider = DANA,
    clinicName = 'Harbour',
    notices: readonly NoticeKind[] = [],
  ): Promise<Member> {
    const form = { clinicName, name, email, password };
    const { keys, founding } = this.identity;
    const founded = await founding.found(form, DEFAULT_POLICY, notices);
    if (!founded.ok) throw new Error(founded.code);
    this.#slow = false;
    keys.hold(founded.member.id, founded.keys);
    return founded.member;
  }

  /** The member who is signed in adds another one. */
  async add(person: Insider, role: Role): Promise<Member> {
    const added = await this.identity.members.add({ ...person, role }, this.author);
    if (!added.ok) throw new Error(added.code);
    return this.member(person);
  }

  member({ email }: Pick<Insider, 'email'>): Member {
    const found = this.parts.account.credentialsByEmail(email);
    if (found === null) throw new Error(`${email} is no member.`);
    return found.member;
  }

  /** The member who is signed in. */
  get author(): Author {
    const { author } = this.identity.keys;
    if (author === null) throw new Error('Nobody is signed in.');
    return author;
  }

  /** Signs in with a password and no second step. @returns the keys, or why not */
  async enter({ email, password }: Insider): Promise<SeedKeys | string> {
    const entered = await this.identity.flow.enter(email, password, 0);
    if (!entered.ok) return entered.code;
    return entered.complete?.keys ?? this.identity.flow.half(0)?.stage ?? 'nothing';
  }

  /** Signs in, in the place of whoever was signed in. */
  async signIn(person: Insider): Promise<Author> {
    const keys = await this.enter(person);
    if (typeof keys === 'string') throw new Error(`${person.name} was not signed in: ${keys}`);
    this.identity.keys.hold(this.member(person).id, keys);
    return this.author;
  }

  /** Until the founding, whatever is measured takes seconds: the cheapest passwords are right then. */
  #slowAtFirst(clock: Clock): Clock {
    return {
      now: () => {
        if (this.#slow) this.#lateMs += 5_000;
        const { wallMs, bootMs } = clock.now();
        return { wallMs, bootMs: bootMs + this.#lateMs };
      },
      after: (ms, callback) => clock.after(ms, callback),
    };
  }
}
