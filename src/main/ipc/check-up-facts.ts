import { ROLES } from '../../shared/people/role.js';
import { sessionTimeoutFor } from '../../shared/policy/policy.js';
import {
  ABSENT_DAYS,
  type CheckUpFacts,
  SILENT_DAYS,
  type SystemFacts,
} from '../../shared/workstation/check-up.js';
import type { ClinicAppDesk } from '../clinic-apps/clinic-app-desk.js';
import type { MemberList } from '../identity/members/member-list.js';
import type { SecurityFacts } from '../identity/members/security-facts.js';
import type { RecoveryDesk } from '../identity/recovery/recovery.js';
import type {
  AccountStore,
  ClinicOffice,
  Clock,
  Member,
  Presence,
  WorkstationBeat,
} from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';
import type { UpdateKeeper } from '../updates/update-keeper.js';

const DAY_MS = 86_400_000;

export interface CheckUpParts {
  readonly account: Pick<AccountStore, 'members' | 'state'>;
  readonly clock: Clock;
  readonly memberList: Pick<MemberList, 'twoFactorCounts'>;
  readonly facts: Pick<SecurityFacts, 'own'>;
  readonly recovery: Pick<RecoveryDesk, 'hasKit'>;
  readonly runner: Pick<SessionRunner, 'policy' | 'idleHealth'>;
  readonly updates: Pick<UpdateKeeper, 'facts'>;
  readonly desk: Pick<ClinicAppDesk, 'rows'>;
  readonly clinic: {
    readonly office: Pick<ClinicOffice, 'place' | 'workstations'>;
    readonly presence: Pick<Presence, 'everybody'>;
  };
}

/** What the check-up looks at. @param member the administrator who asks */
export async function checkUpFacts(
  parts: CheckUpParts,
  member: Member,
  system: SystemFacts,
): Promise<CheckUpFacts> {
  const { clinic } = parts;
  const { beats } =
    clinic.office.place === null ? { beats: [] } : await clinic.presence.everybody();
  // From here on nothing waits: the facts are of one moment.
  const { account, memberList, facts, recovery, runner, updates, desk } = parts;
  const { policy, idleHealth } = runner;
  const active = account.members().filter((one) => one.active);
  const apps = desk.rows();
  const own = facts.own(member).twoFactor;
  return {
    ...system,
    twoFactor: {
      ...memberList.twoFactorCounts(),
      isOwnMissing: !own.on,
      required: own.required,
    },
    emergencyKit: recovery.hasKit(),
    administrators: active.filter(({ role }) => role === 'administrator').length,
    timeoutSeconds: Math.max(...ROLES.map((role) => sessionTimeoutFor(policy, role))),
    locksComputer: policy.lockComputer,
    updates: updates.facts,
    activityHealth: policy.activitySource === 'app' ? 'app' : idleHealth,
    clinicApps: apps.length,
    withoutSignOut: apps
      .filter(({ signOutAddress }) => signOutAddress === null)
      .map(({ id, name }) => ({ id, name })),
    absent: active.filter((one) => one.id !== member.id && isAbsent(one, parts)).length,
    signInsElsewhere: (account.state?.shared ?? null) !== null || account.state?.hasLeft === true,
    workstations: clinic.office.place === null ? null : silentOnes(parts, beats),
  };
}

/** Whoever never signed in counts from when they were added. */
function isAbsent({ id, lastSignedInAt }: Member, { account, clock }: CheckUpParts): boolean {
  const sinceMs = lastSignedInAt ?? account.state?.members[id]?.createdAt ?? 0;
  return clock.now().wallMs - sinceMs >= ABSENT_DAYS * DAY_MS;
}

function silentOnes(
  { clinic, clock }: CheckUpParts,
  beats: readonly WorkstationBeat[],
): CheckUpFacts['workstations'] {
  const heard = new Map(beats.map(({ workstation, heardMs }) => [workstation, heardMs]));
  const longAgoMs = clock.now().wallMs - SILENT_DAYS * DAY_MS;
  // A young one has not been silent for long, whether it was heard of or not.
  const others = clinic.office.workstations.filter(
    ({ isThis, enrolledAtMs }) => !isThis && enrolledAtMs <= longAgoMs,
  );
  return {
    silent: others
      .filter(({ id }) => (heard.get(id) ?? Number.POSITIVE_INFINITY) <= longAgoMs)
      .map(({ name }) => name),
    someUnknown: others.some(({ id }) => !heard.has(id)),
  };
}
