import type { Policy } from '../../shared/policy/policy.js';
import type { SignInRules } from '../../shared/policy/sign-in-rules.js';
import type { ClinicAppKeeper } from '../clinic-apps/clinic-app-keeper.js';
import { LostDecisionsHere } from '../clinic/lost-decisions.js';
import type { Badges } from '../identity/members/badges.js';
import type { Members } from '../identity/members/members.js';
import type { SecondFactor } from '../identity/second-factor/second-factor.js';
import type { SignInRulesKeeper } from '../identity/sign-in/sign-in-rules-keeper.js';
import type { Author, ClinicOffice, LostDecisions, Outcome, SignOutDesk } from '../ports/index.js';
import type { PolicyKeeper } from '../policy/policy-keeper.js';
import type { Account } from './open-account.js';

export interface LostParts {
  readonly opened: Pick<
    Account,
    'account' | 'audit' | 'chain' | 'clinicStore' | 'clock' | 'decisionStore'
  >;
  readonly members: Members;
  readonly badges: Badges;
  readonly secondFactor: SecondFactor;
  readonly rules: SignInRulesKeeper;
  readonly policies: PolicyKeeper;
  readonly clinicApps: Pick<ClinicAppKeeper, 'setAgain'>;
  readonly office: ClinicOffice;
  readonly signOut: SignOutDesk;
}

/** What was lost with the clinic's server, and the usual ways to decide it again. */
export function composeLost(parts: LostParts): LostDecisions {
  const { opened, members, badges, secondFactor, rules, policies, clinicApps } = parts;
  const { office, signOut } = parts;
  const { chain, clinicStore, decisionStore: store } = opened;
  return new LostDecisionsHere({
    ...{ ...opened, store },
    self: () => clinicStore.workstation()?.id ?? null,
    usual: {
      setPolicy: async (change: (now: Policy) => Policy, author: Author) =>
        saved(await policies.save(change(policies.inForce()), author)),
      // Whoever decided it first has proved that they may.
      setRules: async (change: (now: SignInRules) => SignInRules, author: Author) => {
        const opened = rules.current();
        return saved(await rules.save(change(opened), author, { opened, isProved: true }));
      },
      setActive: (memberId, active, author) => members.setActive(memberId, active, author),
      changeRole: (memberId, role, author) => members.changeRole(memberId, role, author),
      resetTwoFactor: (memberId, author) => secondFactor.reset(memberId, author),
      removeBadge: (memberId, author) => badges.removeOf(memberId, author),
      rotateKeys: (author) => members.rotateKeys(author),
      keepTrail: async (years, author) => {
        await chain.commit(author, () => ({ change: { kind: 'trail.kept', years } }));
      },
      setApps: (records, author) => clinicApps.setAgain(records, author),
      order: (whom, reason, author) => signOut.order(whom, reason, author),
      office,
    },
  });
}

function saved({
  conflicts,
}: {
  readonly conflicts: readonly string[];
}): Outcome<'changedMeanwhile'> {
  return conflicts.length === 0 ? { ok: true } : { ok: false, code: 'changedMeanwhile' };
}
