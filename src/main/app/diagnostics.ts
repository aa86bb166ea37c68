import type { AboutFacts, ActivityHealth, WorkstationFacts } from '../../shared/requests/views.js';
import { DEFAULT_CHANNEL } from '../../shared/policy/managed-policy.js';
import { ROLES } from '../../shared/people/role.js';
import type { Account } from './open-account.js';
import type {
  Clock,
  DisplayFacts,
  ErrorNotes,
  SecretStore,
  TextDocument,
  UpdateReport,
} from '../ports/index.js';

/** How long the keychain has for an answer, in milliseconds. */
const ANSWER_MS = 5_000;

/** An entry that never exists: a request for it shows whether the keychain answers. */
const NO_ENTRY = 'diagnostics';

export interface DiagnosticsParts {
  readonly clock: Clock;
  readonly about: AboutFacts;
  readonly packaged: boolean;
  readonly display: DisplayFacts;
  readonly activity: Pick<WorkstationFacts, 'activitySource' | 'lockSignals'> & {
    /** `null`: not known. */
    readonly guarded: boolean | null;
    /** `notWatched`: readable, but nothing checks whether it can be believed. */
    readonly health: ActivityHealth | 'notWatched';
  };
  readonly secrets: Pick<SecretStore, 'get'>;
  readonly errors: ErrorNotes;
  /** `null` when there is no account yet, or it cannot be opened. */
  readonly account: Pick<Account, 'account' | 'policies' | 'managed'> | null;
  /** `null` when there is no account, which keeps the state of updates. */
  readonly updates: UpdateReport | null;
}

/**
 * The facts that help to find out what is wrong with an installation, as JSON: no secret, no name, no
 * address of anybody, no patient data. Each value is listed here by itself: a whole object could later
 * get a field with a name in it. Only the policy is passed on whole, because it has no such field.
 */
export async function diagnose(parts: DiagnosticsParts): Promise<TextDocument> {
  const { clock, about, packaged, display, activity, errors, account, updates } = parts;
  const report = {
    format: 1,
    madeAt: new Date(clock.now().wallMs).toISOString(),
    app: {
      version: about.version,
      installation: about.installation,
      packaged,
      electron: about.electron,
      chrome: about.chrome,
      node: about.node,
      releaseRuntime: about.pinnedRuntime,
    },
    computer: { platform: about.platform, display },
    activity,
    keychain: { kind: about.keychain, ...(await askKeychain(parts)) },
    account: account === null ? null : accountFacts(account),
    updates:
      updates === null
        ? null
        : {
            ...updateFacts(updates),
            channel: account?.managed.policy.updateChannel ?? DEFAULT_CHANNEL,
          },
    errors: errors.noted,
  };
  const day = report.madeAt.slice(0, 10);
  return {
    fileName: `clinic-workstation-diagnostics-${day}.json`,
    text: `${JSON.stringify(report, null, 2)}\n`,
  };
}

function accountFacts({
  account,
  policies,
  managed,
}: NonNullable<DiagnosticsParts['account']>): Readonly<Record<string, unknown>> {
  const members = account.members();
  const { policy, places } = managed;
  return {
    setUp: account.clinicName() !== null,
    members: {
      active: members.filter(({ active }) => active).length,
      disabled: members.filter(({ active }) => !active).length,
      activeByRole: Object.fromEntries(
        ROLES.map((role) => [
          role,
          members.filter((member) => member.active && member.role === role).length,
        ]),
      ),
    },
    policy: policies.inForce(),
    managed: {
      places: places.map(({ place, holds, problem }) => ({
        // Only that there is one: an address can contain a clinic's name.
        path: place.kind === 'address' ? place.kind : place.path,
        holds,
        problem: problem?.code ?? null,
      })),
      restrictions: policies.restrictions(),
      clinicName: policy.clinicName !== null,
      startAtSignIn: policy.startAtSignIn,
      updateChannel: policy.updateChannel,
      updateAddress: policy.updateAddress !== null,
      policyAddress: policy.policySource !== null,
      proxy: policy.proxy !== null,
    },
  };
}

function updateFacts({
  state,
  outOfDate,
  upToDateMs,
  checkedMs,
}: UpdateReport): Readonly<Record<string, unknown>> {
  const failed = state.state === 'failed' ? state : null;
  return {
    state: state.state,
    off: state.state === 'off' ? state.why : null,
    release: 'version' in state ? state.version : null,
    failed:
      failed === null
        ? null
        : { what: failed.what, problem: failed.problem, at: dateAndTime(failed.at) },
    lastCheckedAt: dateAndTime(checkedMs),
    lastUpToDateAt: dateAndTime(upToDateMs),
    outOfDate:
      outOfDate === null ? null : { days: outOfDate.days, newerKnown: outOfDate.newerKnown },
  };
}

function dateAndTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

async function askKeychain({ secrets, clock }: DiagnosticsParts): Promise<{
  readonly answers: boolean;
  readonly afterMilliseconds: number;
}> {
  const startedMs = clock.now().bootMs;
  const answers = await new Promise<boolean>((resolve) => {
    const cancel = clock.after(ANSWER_MS, () => resolve(false));
    secrets
      .get(NO_ENTRY)
      .then(() => resolve(true))
      .catch(() => resolve(false))
      .finally(cancel);
  });
  return { answers, afterMilliseconds: Math.round(clock.now().bootMs - startedMs) };
}
