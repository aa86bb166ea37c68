import type { SharedState } from '../account/clinic-state.js';
import type { ClinicAuditParts } from '../audit/common/clinic-audit.js';
import { TrailSender, type TrailWriter } from '../audit/common/trail-sender.js';
import type { WorkstationSecret } from '../clinic/workstation-secret.js';
import type { ClinicServer, ServerConnector } from '../ports/index.js';
import { within } from '../ports/within.js';
import type { Account } from './open-account.js';

/*
 * The part of the composition root for what this computer brings to the clinic's common audit, and for how it is
 * read. No electron: the tests build the same.
 */

/** For each address of the server, in milliseconds. */
const CONNECT_MS = 3_000;
/** What a removed computer may take for its last words, in milliseconds. */
const LAST_MS = 5_000;

export interface CommonAuditParts extends Pick<
  Account,
  'account' | 'audit' | 'clinicStore' | 'clock'
> {
  readonly connector: ServerConnector;
  readonly secret: Pick<WorkstationSecret, 'identity'>;
  readonly login: ClinicAuditParts['login'];
  /** The server while it is connected. */
  readonly server: () => ClinicServer | null;
}

export interface CommonAudit {
  readonly sender: TrailSender;
  /** For whoever may read. */
  readonly reading: Omit<ClinicAuditParts, 'administrators' | 'beats'>;
  /**
   * Sends what is not sent yet, over a connection of its own: also when this computer was taken out of the clinic.
   * @returns within a bound, and never rejects
   */
  readonly sendLast: () => Promise<void>;
}

export function composeCommonAudit(parts: CommonAuditParts): CommonAudit {
  const { account, audit, clinicStore, clock, connector, secret, login, server } = parts;
  const writer = (): TrailWriter | null => {
    const { identity } = secret;
    const { state } = account;
    const logKeys = identity?.logKeys ?? null;
    const shared = state?.shared ?? null;
    if (identity === null || logKeys === null || state === null || shared === null) return null;
    return {
      ...{ log: shared.log, workstation: identity.workstation },
      administrators: state.shares.administrators,
      tagOf: (what, subject) => logKeys.markName(what, subject),
    };
  };
  const sender = new TrailSender({ trail: audit, clock, server, writer });
  audit.onAppended(() => sender.appended());
  const stations = namesOf(() => account.state?.shared ?? null);
  const sendAll = async (): Promise<void> => {
    const found = await login();
    if (found === null) return;
    const own = await connector.connect(found.place, found.login, CONNECT_MS);
    try {
      await sender.sendOver(own);
    } finally {
      own.close();
    }
  };
  return {
    sender,
    reading: {
      ...{ connector, clock, sender, stations },
      // While the link is away, nobody waits for one more try.
      login: async () => (server() === null ? null : login()),
      reader: writer,
      self: () =>
        (account.state?.shared ?? null) === null ? null : (clinicStore.workstation()?.id ?? null),
    },
    sendLast: async () => {
      const sent = sendAll().catch(() => undefined);
      await within(sent, LAST_MS, () => undefined, clock);
    },
  };
}

/** The names of all workstations that the clinic has or had, by their ids. */
function namesOf(sharedNow: () => SharedState | null): () => ReadonlyMap<string, string> {
  let of: SharedState | null = null;
  let names = new Map<string, string>();
  return () => {
    const shared = sharedNow();
    if (shared === of) return names;
    const { workstations = {}, removed = {} } = (of = shared) ?? {};
    const all = [...Object.entries(removed), ...Object.entries(workstations)];
    names = new Map(all.map(([id, { name }]) => [id, name]));
    return names;
  };
}
