import { statSync } from 'node:fs';
import { join } from 'node:path';
import { STORAGE_ADVICE, storageTrouble } from '../../shared/workstation/storage-trouble.js';
import { say } from '../../shared/words/say.js';
import { systemClock } from '../host/clock.js';
import { loginHalves } from '../host/log-in/login-halves.js';
import type { Fetch } from '../host/network/small-file.js';
import { ForeignFolderError, keepPrivate } from '../host/posix/private-folder.js';
import { Chain } from '../account/chain.js';
import type { Foreign } from '../account/chain-parts.js';
import type { EntryBody, StoredEntry } from '../account/entry.js';
import { everyEntry } from '../account/replay.js';
import { ClinicAccount } from '../account/clinic-account.js';
import type { ManagedPolicies } from '../policy/managed-policies.js';
import { PolicyKeeper } from '../policy/policy-keeper.js';
import type {
  AccountStore,
  ClinicStore,
  ClinicWipe,
  Clock,
  DecisionStore,
  IdentityStore,
  LogStore,
  PauseStore,
  SessionStore,
  UpdateStore,
  WatchedPlace,
} from '../ports/index.js';
import { openManaged } from './open-managed.js';
import { openClinicStore } from '../storage/clinic-store.js';
import { openClinicWipe } from '../storage/clinic-wipe.js';
import { openDecisionStore } from '../storage/decision-store.js';
import { openLocalStore } from '../storage/local-store.js';
import { type AuditTrail, openAuditTrail } from '../storage/audit-trail.js';
import { NoAccountError, openAccountFile } from '../storage/account-file.js';
import { NewerDatabaseError, OlderDatabaseError } from '../storage/database.js';
import { LogEmptier } from '../storage/log-emptier.js';
import { openLogStore } from '../storage/log-store.js';
import { openIdentityStore } from '../storage/identity-store.js';
import { installationId } from '../storage/installation.js';
import { openPauseStore } from '../storage/pause-store.js';
import { openSessionStore } from '../storage/session-store.js';
import { askToSetAside, setAsideIfAsked } from '../storage/set-aside.js';
import { openUpdateStore } from '../storage/update-store.js';

/*
 * The part of the composition root that needs no window: the account and its stores, policies and
 * managed rules.
 */

export interface Account {
  readonly clock: Clock;
  readonly installation: string;
  /** The folder's identity in its file system: a copy of the folder has another one. */
  readonly place: string;
  readonly store: SessionStore;
  readonly account: AccountStore;
  readonly chain: Chain;
  readonly decisionStore: DecisionStore;
  /** The log of a shared account. */
  readonly rows: LogStore;
  readonly clinicStore: ClinicStore;
  readonly clinicWipe: ClinicWipe;
  readonly audit: AuditTrail;
  /** How far the audit trail has come. */
  readonly trailHead: () => EntryBody['trail'];
  /** All decisions of the clinic, oldest first. */
  readonly entries: () => Iterable<StoredEntry>;
  readonly identityStore: IdentityStore;
  readonly updateStore: UpdateStore;
  readonly pauseStore: PauseStore;
  readonly policies: PolicyKeeper;
  readonly managed: ManagedPolicies;
  /** The places of the rules in `managed`; each but an address was read once. */
  readonly managedPlaces: readonly WatchedPlace[];
  /** Has the next start keep this account beside, under another name, and begin without one. */
  readonly askToSetAside: () => void;
  /** Calls back after each write to the account. */
  readonly onWrite: (callback: () => void) => void;
  /** Calls back when the account is another one, or stands otherwise. */
  readonly onAccount: (callback: () => void) => void;
}

/** The account's own file, in its folder. */
export const ACCOUNT_FILE = 'account.db';

export interface OpenOptions {
  /** Whether to make an account where there is none. */
  readonly mayMake: boolean;
  /** How to ask the address of a managed policy; without it, what it said last holds. */
  readonly fetch?: Fetch;
}

const NO_FETCH: Fetch = () => Promise.reject(new Error('nothing is asked here'));

/**
 * @param folder made when it is missing, and closed to other users of this computer
 * @returns rejects with an error that {@link whyUnopened} explains
 */
export async function openAccount(
  folder: string,
  { mayMake, fetch = NO_FETCH }: OpenOptions,
): Promise<Account> {
  keepPrivate(folder);
  const clock = systemClock();
  const file = join(folder, ACCOUNT_FILE);
  if (mayMake) setAsideIfAsked(file, clock.now().wallMs);
  const database = openAccountFile(file, { mayMake });
  const installation = installationId(database, clock.now().wallMs);
  const decisionStore = openDecisionStore(database);
  const account = new ClinicAccount({
    decisions: decisionStore,
    local: openLocalStore(database),
  });
  const emptier = new LogEmptier(database);
  const audit = openAuditTrail(database, installation, {
    administrators: () => account.state?.shares.administrators ?? null,
    onAppended: () => emptier.soon(),
  });
  const place = placeOf(folder);
  const store = openSessionStore(database, loginHalves([installation, place]));
  const { managed, managedPlaces } = await openManaged({ folder, audit, clock, fetch });
  const trailHead = (): EntryBody['trail'] => {
    const head = audit.head();
    return head === null ? null : [head.events, head.link.toString('base64')];
  };
  const chain = new Chain({
    ...{ store: decisionStore, account, clock, trailHead },
    onForeign: (what) => tellForeign({ account, audit, clock }, what),
  });
  const parts = { account, audit, clock, chain, managed };
  const policies = new PolicyKeeper({ ...parts, decisions: chain });
  let followAccount = (): void => undefined;
  account.onChange(() => {
    policies.load();
    followAccount();
  });
  // Without a copy of the state the first picture waits for the chain: it must not offer to set up a clinic
  // where there is one.
  if (account.state === null) await chain.check();
  const identityStore = openIdentityStore(database);
  const updateStore = openUpdateStore(database);
  return {
    ...parts,
    installation,
    place,
    store,
    policies,
    ...{ decisionStore, identityStore, updateStore, trailHead },
    rows: openLogStore(database),
    pauseStore: openPauseStore(database),
    clinicStore: openClinicStore(database),
    clinicWipe: openClinicWipe(database),
    entries: () => everyEntry(decisionStore),
    managedPlaces,
    askToSetAside: () => askToSetAside(file),
    onWrite: (callback) => database.onWrite(callback),
    onAccount: (callback) => {
      followAccount = callback;
    },
  };
}

/** Something in the file does not belong to the chain of decisions: the chain holds. */
function tellForeign(
  { account, audit, clock }: Pick<Account, 'account' | 'audit' | 'clock'>,
  what: Foreign,
): void {
  const at = clock.now();
  account.together(() => {
    if (what === 'older') audit.append({ event: 'account.older', at, memberId: null });
    else audit.append({ event: 'record.tampered', at, memberId: null, detail: { what } });
    for (const { id, role, active } of account.members())
      if (active && role === 'administrator') account.addNotice('recordTampered', at.wallMs, id);
  });
}

function placeOf(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true });
  return `${dev}:${ino}`;
}

/** What happened and what to do, in a few sentences. */
export function whyUnopened(error: unknown, folder: string): string {
  if (error instanceof NewerDatabaseError)
    return say(
      'This account was last used by a newer version of Clinic Workstation. Install the newest version and start it again; nothing was changed.',
    );
  if (error instanceof OlderDatabaseError)
    return say(
      'This account was made by a version of Clinic Workstation from before its first release, which this one does not read. Move its folder away and set the clinic up anew; nothing was changed.',
    );
  if (error instanceof ForeignFolderError)
    return say(
      '{folder} is not a folder of your own, so the account in it is not used: whoever it belongs to could read and change it. Sign in to the computer as that user, or start the app with a folder of your own (--user-data-dir); nothing was changed.',
      { folder },
    );
  if (error instanceof NoAccountError)
    return say(
      'In {folder} {why, select, missing {there is no account} companions {account.db is missing, and what SQLite keeps beside it is still there} notFile {account.db is no plain file} empty {account.db is empty} foreign {account.db is not an account of Clinic Workstation} other {account.db has members and no clinic: something was taken out of it}}, so the app does not start: a new clinic is never set up where one may have been. Quit it, put account.db back from a backup, without any account.db-wal and account.db-shm, and start it again. If there never was a clinic on this computer, move those files away instead. Nothing was changed.',
      { folder, why: error.why },
    );
  const advice = STORAGE_ADVICE[storageTrouble(error)];
  return say(
    'The account database in {folder} could not be opened. {advice} Then start the app again. ({error})',
    { folder, advice, error: String(error) },
  );
}
