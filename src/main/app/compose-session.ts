import type { Policy } from '../../shared/policy/policy.js';
import type {
  AccountStore,
  AuditSink,
  Clock,
  ComputerLock,
  CredentialVault,
  Guard,
  IdleSource,
  KeyHolder,
  PauseStore,
  Screens,
  SessionStore,
  SignOutOrdersHere,
  TrailSigner,
} from '../ports/index.js';
import { ActivityLog } from '../session/activity-log.js';
import { ComputerLocking } from '../session/computer-locking.js';
import { EndOfSession } from '../session/end.js';
import { PauseRecord } from '../session/pause-record.js';
import { type RunnerParts, SessionRunner } from '../session/runner.js';
import { SessionStart, type SessionStartParts } from '../session/begin.js';
import type { TakenUpIn } from '../session/elapsed.js';

/*
 * The part of the composition root that builds the heart, which begins, watches and ends sessions. No
 * electron: the tests build the same.
 */

export interface SessionParts {
  readonly clock: Clock;
  readonly idle: IdleSource;
  readonly store: SessionStore;
  readonly pauseStore: PauseStore;
  readonly screens: Screens;
  readonly vault: CredentialVault;
  readonly keys: KeyHolder;
  readonly account: AccountStore;
  readonly audit: AuditSink;
  readonly signer: TrailSigner;
  readonly guard: Guard;
  readonly computerLock: ComputerLock;
  readonly orders: SignOutOrdersHere;
  readonly takenUpIn: () => Promise<TakenUpIn>;
  readonly vouch: SessionStartParts['vouch'];
  readonly recall: SessionStartParts['recall'];
  readonly policy: () => Policy;
  readonly onChange: RunnerParts['onChange'];
}

export interface Sessions {
  readonly runner: SessionRunner;
  readonly sessions: SessionStart;
  readonly pauses: PauseRecord;
}

export function composeSession(parts: SessionParts): Sessions {
  const activityLog = new ActivityLog(parts);
  const pauses = new PauseRecord(parts);
  const runner: SessionRunner = new SessionRunner({
    ...parts,
    ...{ activityLog, pauses },
    onChange: (state) => {
      pauses.follow(state, runner.elapsed);
      parts.onChange(state);
    },
    endOfSession: new EndOfSession(parts),
    computerLocking: new ComputerLocking(parts),
  });
  const sessions = new SessionStart({ ...parts, activityLog, runner });
  return { runner, sessions, pauses };
}
