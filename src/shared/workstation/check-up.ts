import { CLINIC_LIMIT_SECONDS } from '../policy/standards.js';
import type { ActivityHealth } from '../requests/views.js';
import type { UpdateFacts } from './updates.js';

/* What protects a clinic, and what does not: found from facts alone, so that each line goes with its cause. */

/** After how many days without a sign-in a member is asked about. */
export const ABSENT_DAYS = 90;
/** After how many days of silence a workstation is asked about. */
export const SILENT_DAYS = 30;

/** Whether this computer's system has a protection on; `unknown`: it does not say. */
export type SystemAnswer = 'on' | 'off' | 'unknown';

/** What this computer's own system protects. */
export interface SystemFacts {
  /** Whether the screen locks by itself when nobody is there. */
  readonly screenLock: SystemAnswer;
  /** Whether the disk with the account is encrypted. */
  readonly diskEncryption: SystemAnswer;
}

/** What the check-up looks at. It holds counts and names of things, and nobody's name. */
export interface CheckUpFacts extends SystemFacts {
  /** Active members, and those of them who sign in with a password alone. */
  readonly twoFactor: {
    readonly active: number;
    readonly missing: number;
    /** Whether whoever asks is one of them. */
    readonly isOwnMissing: boolean;
    /** Whether the clinic requires it of everyone. */
    readonly required: boolean;
  };
  readonly emergencyKit: boolean;
  /** Active ones. */
  readonly administrators: number;
  /** The longest inactivity that any role is allowed, in seconds. */
  readonly timeoutSeconds: number;
  /** Whether the app locks the whole computer when a session ends unattended. */
  readonly locksComputer: boolean;
  readonly updates: Pick<UpdateFacts, 'outOfDate' | 'upToDateMs'>;
  readonly activityHealth: ActivityHealth;
  readonly clinicApps: number;
  /** In the order of the list. */
  readonly withoutSignOut: readonly { readonly id: string; readonly name: string }[];
  /** Active members whom this computer has not seen for {@link ABSENT_DAYS}. */
  readonly absent: number;
  /** Whether members also sign in where this computer does not see it. */
  readonly signInsElsewhere: boolean;
  /** `null` while one computer has the account for itself. */
  readonly workstations: {
    /** Names of those that were not heard of for {@link SILENT_DAYS}. */
    readonly silent: readonly string[];
    /** Whether it is not known of one when it was last heard of. */
    readonly someUnknown: boolean;
  } | null;
}

export type CheckUpState = 'todo' | 'unknown' | 'fine';

/** The looks of the check-up, most urgent first. `null`: there is nothing of the kind to look at. */
const LOOKS = {
  twoFactor: ({ twoFactor }) => todoIf(twoFactor.missing > 0),
  emergencyKit: ({ emergencyKit }) => todoIf(!emergencyKit),
  diskEncryption: ({ diskEncryption }) => stateOf(diskEncryption),
  administrators: ({ administrators }) => todoIf(administrators < 2),
  screenLock: ({ screenLock, locksComputer }) => (locksComputer ? 'fine' : stateOf(screenLock)),
  timeout: ({ timeoutSeconds }) => todoIf(timeoutSeconds > CLINIC_LIMIT_SECONDS),
  version: ({ updates }) => {
    if (updates.outOfDate !== null) return 'todo';
    return updates.upToDateMs === null ? 'unknown' : 'fine';
  },
  activity: ({ activityHealth }) =>
    todoIf(activityHealth === 'doubtful' || activityHealth === 'unreadable'),
  signOutAddress: ({ clinicApps, withoutSignOut }) =>
    clinicApps === 0 ? null : todoIf(withoutSignOut.length > 0),
  absentMembers: ({ absent, signInsElsewhere }) => {
    if (absent === 0) return 'fine';
    return signInsElsewhere ? 'unknown' : 'todo';
  },
  workstations: ({ workstations }) => {
    if (workstations === null) return null;
    if (workstations.silent.length > 0) return 'todo';
    return workstations.someUnknown ? 'unknown' : 'fine';
  },
} as const satisfies Readonly<Record<string, (facts: CheckUpFacts) => CheckUpState | null>>;

export type CheckUpSubject = keyof typeof LOOKS;
export const CHECK_UP_SUBJECTS = Object.keys(LOOKS) as readonly CheckUpSubject[];

export interface CheckUpLine {
  readonly subject: CheckUpSubject;
  readonly state: CheckUpState;
}

/** What was found, most urgent first within each state. */
export function checkUp(facts: CheckUpFacts): readonly CheckUpLine[] {
  return CHECK_UP_SUBJECTS.flatMap((subject) => {
    const state = LOOKS[subject](facts);
    return state === null ? [] : [{ subject, state }];
  });
}

function todoIf(isTodo: boolean): CheckUpState {
  return isTodo ? 'todo' : 'fine';
}

/** A system that does not say is never at fault. */
function stateOf(answer: SystemAnswer): CheckUpState {
  if (answer === 'unknown') return 'unknown';
  return todoIf(answer === 'off');
}
