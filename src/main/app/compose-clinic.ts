import { clinicChanges } from '../clinic/changes.js';
import { Joining } from '../clinic/joining.js';
import { Leaving } from '../clinic/leaving.js';
import { Office } from '../clinic/office.js';
import { RemovedHere } from '../clinic/removal.js';
import { Sharing } from '../clinic/sharing.js';
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
  readonly keys: Pick<KeyRing, 'clinic'>;
  readonly reseal: Reseal;
  readonly memory: AccountMemory;
  readonly runner: Pick<SessionRunner, 'requestEnd' | 'whenEndSettled'>;
  /** Keeps the account's file beside, and has the app start again without an account. */
  readonly setAside: () => void;
  readonly onChange: () => void;
}

export interface ComposedOffice {
  readonly office: Office;
  readonly forgetRemoval: () => void;
  /** Wipes this computer, if a signed decision took it out of the clinic. */
  readonly carryOutRemoval: () => Promise<void>;
}

/** What administrators do with the computers of their clinic. */
export function composeOffice(parts: OfficeParts): ComposedOffice {
  const { opened, clinic, connector, founder, keys, reseal, memory, runner, onChange } = parts;
  const { account, audit, chain, clinicStore, clock, decisionStore, rows } = opened;
  const { secret, log, link } = clinic;
  const work = new Work(onChange);
  const base = { ...opened, decisions: chain, store: clinicStore, connector, secret, work };
  chain.register(
    clinicChanges({ account, audit, clock, self: () => clinicStore.workstation()?.id ?? null }),
  );
  const sharing = new Sharing({ ...base, entries: decisionStore, founder });
  const joining = new Joining({
    ...base,
    hasAccount: () => account.state !== null || rows.head().seq > 0,
    setAside: parts.setAside,
    remember: (at) => memory.note(at),
  });
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
      if ((await log.meet(server)) !== 'same') throw new ServerAwayError('foreign');
      // The link connects to it by itself when its address is decided.
      server.onGone(() => log.part());
    },
  };
  const office = new Office({ ...base, line, sharing, joining, leaving });
  const removedHere = new RemovedHere({
    ...{ account, store: clinicStore, audit, clock, wipe: opened.clinicWipe, secret },
    forgetMemory: () => memory.forget(),
    endSession: async () => {
      runner.requestEnd('workstationRemoved');
      await runner.whenEndSettled(END_BOUND_MS);
    },
  });
  return {
    office,
    forgetRemoval: () => {
      clinicStore.forgetRemoval();
      onChange();
    },
    carryOutRemoval: () =>
      chain.inTurn(async () => {
        if ((await removedHere.carryOut()) === null) return;
        chain.forget();
        onChange();
      }),
  };
}
