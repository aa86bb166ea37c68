import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from './host/clock.js';
import { loginHalves } from './host/login-halves.js';
import { managedMemory } from './host/managed-memory.js';
import { managedPlaces } from './host/managed-places.js';
import { ManagedPolicies } from './policy/managed-policies.js';
import { PlaceKeeper } from './policy/place-keeper.js';
import { PolicyKeeper } from './policy/policy-keeper.js';
import type {
  AccountStore,
  AuditReader,
  AuditSink,
  Clock,
  IdentityStore,
  SessionStore,
  UpdateStore,
  WatchedPlace,
} from './ports.js';
import { SqlAccountStore } from './storage/account-store.js';
import { openAuditTrail } from './storage/audit-trail.js';
import { AccountDatabase, NewerDatabaseError } from './storage/database.js';
import { openIdentityStore } from './storage/identity-store.js';
import { installationId } from './storage/installation.js';
import { openSessionStore } from './storage/session-store.js';
import { openUpdateStore } from './storage/update-store.js';

/*
 * The part of the composition root that does not need a window: the account, and who may do what in
 * it.
 */

export interface Account {
  readonly clock: Clock;
  readonly installation: string;
  /** The folder, as its file system knows it: a copy is another one. */
  readonly place: string;
  readonly store: SessionStore;
  readonly account: AccountStore;
  readonly audit: AuditSink & AuditReader;
  readonly identityStore: IdentityStore;
  readonly updateStore: UpdateStore;
  readonly policies: PolicyKeeper;
  readonly managed: ManagedPolicies;
  /** Where the rules of `managed` come from; each read once. */
  readonly managedPlaces: readonly WatchedPlace[];
}

/**
 * @param folder made when it is missing
 * @returns rejects with what {@link whyUnopened} explains
 */
export async function openAccount(folder: string): Promise<Account> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const clock = systemClock();
  const database = new AccountDatabase(join(folder, 'account.db'));
  const installation = installationId(database, clock.now().wallMs);
  const account = new SqlAccountStore(database);
  const audit = openAuditTrail(database, installation);
  const place = placeOf(folder);
  const store = openSessionStore(database, loginHalves([installation, place]));
  const [first, ...others] = managedPlaces(process.platform, clock);
  const keep = (place: WatchedPlace): PlaceKeeper => {
    const name = place.kind === 'file' ? 'managed-policy' : `managed-policy-${place.kind}`;
    return new PlaceKeeper({
      place,
      memory: managedMemory(join(folder, `${name}.json`)),
      audit,
      clock,
    });
  };
  const managed = new ManagedPolicies([keep(first), ...others.map(keep)]);
  await managed.refresh();
  const parts = { account, audit, clock, managed };
  const policies = new PolicyKeeper(parts);
  const identityStore = openIdentityStore(database);
  const updateStore = openUpdateStore(database);
  return {
    ...parts,
    installation,
    place,
    store,
    policies,
    identityStore,
    updateStore,
    managedPlaces: [first, ...others],
  };
}

function placeOf(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true });
  return `${dev}:${ino}`;
}

/** What happened and what to do, in a sentence or two. */
export function whyUnopened(error: unknown, folder: string): string {
  return error instanceof NewerDatabaseError
    ? 'This account was last used by a newer version of Clinic Workstation. Install the newest version and start it again; nothing was changed.'
    : `The account database in ${folder} could not be opened. Check that the disk is not full and that you may write to that folder, then start the app again. (${String(error)})`;
}
