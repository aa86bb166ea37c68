import type { AccountKey } from '../keys/account-key.js';
import type { AccountStore, Clock, IdentityStore } from '../ports/index.js';
import type { ClinicAppJournal } from './journal.js';

/*
 * Where the sealed records of clinic apps are. Ids are UUIDs, so that a name with one in it cannot
 * run into another.
 */

export const APPS_RECORD = 'clinic-apps';
export const ALL_PLACES = 'places/';
export const ALL_DRAFTS = 'drafts/';

export function iconRecord(appId: string): string {
  return `clinic-app-icon/${appId}`;
}

export function placesRecord(memberId: string): string {
  return `${ALL_PLACES}${memberId}`;
}

export function draftsRecord(memberId: string): string {
  return `${ALL_DRAFTS}${memberId}`;
}

export function siteSignInsOf(memberId: string): string {
  return `site-sign-in/${memberId}/`;
}

export function siteSignInRecord(memberId: string, appId: string): string {
  return `${siteSignInsOf(memberId)}${appId}`;
}

/** What everything that is kept of clinic apps is kept with. */
export interface ClinicAppParts {
  readonly store: Pick<
    IdentityStore,
    'sealed' | 'saveSealed' | 'deleteSealed' | 'deleteSealedBelow'
  >;
  /** `key` throws, and `held` is `null`, while nobody is signed in. */
  readonly keys: { readonly key: AccountKey; readonly held: AccountKey | null };
  readonly account: Pick<AccountStore, 'together' | 'members'>;
  readonly journal: ClinicAppJournal;
  readonly clock: Clock;
}
