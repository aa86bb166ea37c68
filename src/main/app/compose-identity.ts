import type { Chain } from '../account/chain.js';
import type { Reseal } from '../account/rotation.js';
import { identityChanges } from '../identity/changes.js';
import { IdentityJournal } from '../identity/journal.js';
import { KeyRing } from '../identity/key-ring.js';
import { MemberMemories } from '../identity/member-memory.js';
import { Founding } from '../identity/members/founding.js';
import { Badges } from '../identity/members/badges.js';
import { MemberList } from '../identity/members/member-list.js';
import { Members } from '../identity/members/members.js';
import { OwnChoices } from '../identity/members/own-choices.js';
import { OwnPassword } from '../identity/members/own-password.js';
import { SecurityFacts } from '../identity/members/security-facts.js';
import { PasswordCost } from '../identity/passwords/password-cost.js';
import { PasswordProof } from '../identity/passwords/password-proof.js';
import { PasswordEntry } from '../identity/passwords/password-entry.js';
import { Passwords } from '../identity/passwords/passwords.js';
import { RecoveryDesk } from '../identity/recovery/recovery.js';
import { SecondFactor } from '../identity/second-factor/second-factor.js';
import { Admission } from '../identity/sign-in/admission.js';
import { Completion } from '../identity/sign-in/completion.js';
import { KeptAdmission } from '../identity/sign-in/kept-admission.js';
import { SignInFlow } from '../identity/sign-in/sign-in-flow.js';
import { SignInRulesKeeper } from '../identity/sign-in/sign-in-rules-keeper.js';
import { StepUp } from '../identity/sign-in/step-up.js';
import { Throttle } from '../identity/sign-in/throttle.js';
import { noticesOfTaken } from '../identity/taken.js';
import {
  type AccountStore,
  type AuditSink,
  type ClinicDesk,
  type Clock,
  type IdentityStore,
  SINGLE_DESK,
} from '../ports/index.js';

/*
 * The part of the composition root that builds identity: members and their sign-ins. No electron: the
 * tests build the same.
 */

export interface IdentityParts {
  readonly account: AccountStore;
  readonly chain: Chain;
  readonly identityStore: IdentityStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** This installation's id. */
  readonly installation: string;
  readonly reseal: Reseal;
  /** What a sign-in asks of the clinic's other computers; without it, this computer is the only one. */
  readonly desk?: ClinicDesk;
  /** Called when a sign-in begins or stops to wait for its next step: views must change. */
  readonly onChange: () => void;
}

export interface Identity {
  readonly keys: KeyRing;
  readonly journal: IdentityJournal;
  readonly throttle: Throttle;
  readonly cost: PasswordCost;
  readonly founding: Founding;
  readonly members: Members;
  readonly ownPassword: OwnPassword;
  readonly ownChoices: OwnChoices;
  readonly badges: Badges;
  readonly memberList: MemberList;
  readonly admission: Admission;
  readonly flow: SignInFlow;
  readonly keptAdmission: KeptAdmission;
  readonly secondFactor: SecondFactor;
  readonly recovery: RecoveryDesk;
  readonly rules: SignInRulesKeeper;
  readonly facts: SecurityFacts;
  readonly proof: PasswordProof;
  readonly stepUp: StepUp;
}

export function composeIdentity(parts: IdentityParts): Identity {
  const { account, chain, identityStore: store, audit, clock, installation } = parts;
  const { reseal, onChange, desk = SINGLE_DESK } = parts;
  const journal = new IdentityJournal(audit, clock);
  const memories = new MemberMemories(store);
  const keys = new KeyRing(account);
  const cost = new PasswordCost(account, clock);
  const throttle = new Throttle({ account, store, journal, clock, installation });
  const base = {
    ...{ account, chain, decisions: chain, store, memories, keys, journal, clock, throttle, cost },
    ...{ reseal, desk },
  };
  chain.register(identityChanges(base));
  chain.onTaken(noticesOfTaken(base));
  const passwords = new Passwords(base);
  const rules = new SignInRulesKeeper(base);
  const secondFactor = new SecondFactor(base);
  const admission = new Admission(base);
  const entry = new PasswordEntry({ ...base, passwords });
  const completion = new Completion({ ...base, secondFactor });
  const flow = new SignInFlow({ ...base, entry, secondFactor, admission, completion, onChange });
  const recovery = new RecoveryDesk({ ...base, passwords, flow });
  const proof = new PasswordProof(clock);
  const members = new Members({ ...base, passwords, rules });
  const ownChoices = new OwnChoices(base);
  const facts = new SecurityFacts({ ...base, secondFactor, recovery, ownChoices });
  return {
    ...{ keys, journal, throttle },
    cost,
    founding: new Founding({ ...base, passwords }),
    members,
    ownPassword: new OwnPassword({ ...base, passwords, secondFactor, rules }),
    ownChoices,
    badges: new Badges(base),
    memberList: new MemberList({ account, members, facts }),
    admission,
    flow,
    keptAdmission: new KeptAdmission({ ...base, admission, completion }),
    secondFactor,
    recovery,
    rules,
    facts,
    proof,
    stepUp: new StepUp({ ...base, entry, secondFactor, proof }),
  };
}
