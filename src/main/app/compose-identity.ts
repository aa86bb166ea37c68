import { identityChanges } from '../identity/changes.js';
import { IdentityJournal } from '../identity/journal.js';
import { KeyRing } from '../identity/key-ring.js';
import { MemberList } from '../identity/members/member-list.js';
import { Members } from '../identity/members/members.js';
import { PasswordCost } from '../identity/passwords/password-cost.js';
import { PasswordProof } from '../identity/passwords/password-proof.js';
import { Passwords } from '../identity/passwords/passwords.js';
import { RecoveryDesk } from '../identity/recovery/recovery.js';
import { SealedRecords } from '../identity/sealed-records.js';
import { SecondFactor } from '../identity/second-factor/second-factor.js';
import { SecurityFacts } from '../identity/members/security-facts.js';
import { SignInFlow } from '../identity/sign-in/sign-in-flow.js';
import { SignInRulesKeeper } from '../identity/sign-in/sign-in-rules-keeper.js';
import { StepUp } from '../identity/sign-in/step-up.js';
import { Throttle } from '../identity/sign-in/throttle.js';
import type { AccountStore, AuditSink, Clock, Decisions, IdentityStore } from '../ports/index.js';

/*
 * The part of the composition root that builds identity: members and their sign-ins. No electron: the
 * tests build the same.
 */

export interface IdentityParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly identityStore: IdentityStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** This installation's id. */
  readonly installation: string;
  /** Called when a sign-in begins or stops to wait for its next step: views must change. */
  readonly onChange: () => void;
}

export interface Identity {
  readonly keys: KeyRing;
  readonly cost: PasswordCost;
  readonly members: Members;
  readonly memberList: MemberList;
  readonly flow: SignInFlow;
  readonly secondFactor: SecondFactor;
  readonly recovery: RecoveryDesk;
  readonly rules: SignInRulesKeeper;
  readonly facts: SecurityFacts;
  readonly proof: PasswordProof;
  readonly stepUp: StepUp;
}

export function composeIdentity(parts: IdentityParts): Identity {
  const { account, decisions, identityStore: store, audit, clock, installation, onChange } = parts;
  const journal = new IdentityJournal(audit, clock);
  const records = new SealedRecords(store);
  const keys = new KeyRing();
  const cost = new PasswordCost(store, clock);
  const throttle = new Throttle({ account, store, journal, clock, installation });
  const base = { account, decisions, records, keys, journal, clock, throttle, cost };
  decisions.register(identityChanges({ ...base, store }));
  const passwords = new Passwords(base);
  const rules = new SignInRulesKeeper(base);
  const secondFactor = new SecondFactor(base);
  const flow = new SignInFlow({ ...base, passwords, secondFactor, onChange });
  const recovery = new RecoveryDesk({ ...base, store, passwords, flow });
  const proof = new PasswordProof(clock);
  const members = new Members({ ...base, passwords, rules });
  const facts = new SecurityFacts({ ...base, recovery });
  return {
    keys,
    cost,
    members,
    memberList: new MemberList({ account, members, facts }),
    flow,
    secondFactor,
    recovery,
    rules,
    facts,
    proof,
    stepUp: new StepUp({ ...base, passwords, secondFactor, proof }),
  };
}
