import { clinicChanges } from '../clinic/changes.js';
import { Joining, type JoiningParts } from '../clinic/joining.js';
import { Leaving } from '../clinic/leaving.js';
import { Moving } from '../clinic/moving.js';
import { Office } from '../clinic/office.js';
import { RemovedHere } from '../clinic/removal.js';
import { OneSession } from '../clinic/one-session.js';
import { Sharing } from '../clinic/sharing.js';
import { SigningOut } from '../clinic/signing-out.js';
import { Work } from '../clinic/work.js';
import { machineAuthorities } from '../host/network/machine-authorities.js';
import { PostgresConnector } from '../server/postgres-connector.js';
import { PostgresFounder } from '../server/postgres-founder.js';
import type { Reseal } from '../account/rotation.js';
import type { KeyRing } from '../identity/key-ring.js';
import { LostShareError } from '../identity/lost-share.js';
import {
  type ClinicServer,
  type Clock,
  ServerAwayError,
  type ServerConnector,
  type ServerFounder,
} from '../ports/index.js';
import type { SessionRunner } from '../session/runner.js';
import type { AccountMemory } from '../vault/account-memory.js';
import type { Account } from './open-account.js';
import type { OpenClinic } from './open-clinic.js';

/** How often credentials are looked for that nobody used here for long, in milliseconds: a day. */
const TIDY_MS = 86_400_000;
/** How long the server may take for a beat, in milliseconds. */
const BEAT_MS = 5_000;
/** How long the end of a session may take before a removed computer is wiped all the same, in milliseconds. */
const END_BOUND_MS = 10_000;

/** How this computer reaches the clinic's server. */
export function clinicServers(clock: Clock): {
  readonly connector: ServerConnector;
  readonly founder: ServerFounder;
} {
  const authorities = machineAuthorities(process.platform);
  return {
    connector: new PostgresConnector(authorities, clock),
    founder: new PostgresFounder(authorities, clock),
  };
}

export interface OfficeParts {
  readonly opened: Account;
  readonly clinic: OpenClinic;
  readonly connector: ServerConnector;
  readonly founder: ServerFounder;
  readonly keys: Pick<KeyRing, 'author' | 'clinic'>;
  readonly reseal: Reseal;
  readonly memory: AccountMemory;
  readonly runner: Pick<SessionRunner, 'state' | 'requestEnd' | 'whenEndSettled'>;
  /** Ends this run of the app, and begins another. */
  readonly startAgain: () => void;
  readonly onChange: () => void;
}

export interface ComposedOffice {
  readonly office: Office;
  /** Orders to sign out, as people give them. */
  readonly signOut: SigningOut;
  /** Call it with each answer of the server to what this workstation said of its session. */
  readonly onAnswer: (elsewhere: number) => void;
  /** Call it whenever the clinic's server is in contact. */
  readonly inContact: () => void;
  /** Begins anew on a removed computer: what is left, its audit trail, is set aside. */
  readonly forgetRemoval: () => Promise<void>;
  /** Wipes this computer, if a signed decision took it out of the clinic. */
  readonly carryOutRemoval: () => Promise<void>;
}

/** How this computer becomes a workstation of a clinic: in the app, and with `--enrol`. */
export function composeJoining({
  opened,
  ...parts
}: Pick<JoiningParts, 'connector' | 'secret' | 'work' | 'setAside'> & {
  readonly opened: Account;
  readonly memory: AccountMemory;
}): Joining {
  const { account, clinicStore } = opened;
  return new Joining({
    ...{ ...opened, ...parts },
    hasAccount: () => account.state !== null || clinicStore.removal() !== null,
    remember: (at) => parts.memory.note(at),
  });
}

/** What administrators do with the computers of their clinic. */
export function composeOffice(parts: OfficeParts): ComposedOffice {
  const { opened, clinic, connector, founder, keys, reseal, memory, runner } = parts;
  const { onChange, startAgain } = parts;
  const { account, audit, chain, clinicStore, clock, decisionStore } = opened;
  const { secret, log, link } = clinic;
  const work = new Work(onChange);
  const base = { ...opened, decisions: chain, store: clinicStore, connector, secret, work };
  const setAside = async (): Promise<void> => {
    // Nobody comes back to this session: its credential goes before the file that could resume it.
    runner.requestEnd('signOut');
    await runner.whenEndSettled(END_BOUND_MS);
    opened.askToSetAside();
    startAgain();
  };
  const self = (): string | null => clinicStore.workstation()?.id ?? null;
  chain.register(clinicChanges({ account, audit, clock, self }));
  const oneSession = new OneSession({
    ...{ account, decisions: chain, orders: clinic.orders, self },
    isWanted: () => opened.policies.inForce().oneSession,
    author: () => keys.author,
    session: () => {
      const { state } = runner;
      return state.kind === 'active' || state.kind === 'warning' ? state.session : null;
    },
  });
  const sharing = new Sharing({ ...base, entries: decisionStore, founder });
  const joining = composeJoining({ opened, connector, secret, work, memory, setAside });
  const leaving = new Leaving({
    ...{ ...base, log, reseal },
    clinicKeys: () => {
      if (keys.clinic === null) throw new LostShareError();
      return keys.clinic;
    },
  });
  const line = {
    get server(): ClinicServer | null {
      return link.server;
    },
    take: async (server: ClinicServer): Promise<void> => {
      // A copy of this computer decides nothing, over whichever connection.
      const answer = await clinic.beats.first(server, BEAT_MS);
      if (answer === 'copied') throw new ServerAwayError('refused');
      if ((await log.meet(server)) !== 'same') throw new ServerAwayError('foreign');
      // The link connects to it by itself when its address is decided.
      server.onGone(() => log.part(server));
    },
  };
  const moving = new Moving({ ...base, line, founder });
  const office = new Office({ ...base, line, log, sharing, joining, moving, leaving });
  const removedHere = new RemovedHere({
    ...{ account, store: clinicStore, audit, clock, wipe: opened.clinicWipe, secret },
    beyond: () => clinic.beyond.removal,
    forgetMemory: () => memory.forget(),
    endSession: async () => {
      runner.requestEnd('workstationRemoved');
      await runner.whenEndSettled(END_BOUND_MS);
    },
    sendLast: () => clinic.common.sendLast(),
  });
  let tidiedBootMs = Number.NEGATIVE_INFINITY;
  return {
    office,
    signOut: new SigningOut({ account, decisions: chain, self }),
    onAnswer: (elsewhere) => void oneSession.answered(elsewhere),
    inContact: () => {
      void office.repairRemovals();
      const { wallMs, bootMs } = clock.now();
      if (bootMs - tidiedBootMs < TIDY_MS) return;
      tidiedBootMs = bootMs;
      account.forgetOldCredentials(wallMs, keys.author?.memberId ?? null);
    },
    forgetRemoval: setAside,
    carryOutRemoval: () =>
      chain.inTurn(async () => {
        if ((await removedHere.carryOut()) === null) return;
        chain.forget();
        onChange();
      }),
  };
}
