import type { ClinicKeys } from '../account/shares.js';
import type { RecordKey } from '../keys/record-key.js';
import type { AccountStore, Clock, IdentityStore } from '../ports/index.js';
import type { ClinicAppJournal } from './journal.js';

/*
 * The names of the sealed records of clinic apps. Ids are UUIDs, so that no name with an id in it can
 * be another name, or its beginning.
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

/** The parts that all keepers of clinic apps' data need. */
export interface ClinicAppParts {
  readonly store: Pick<
    IdentityStore,
    'sealed' | 'saveSealed' | 'deleteSealed' | 'deleteSealedBelow'
  >;
  /** `null` while nobody is signed in. */
  readonly keys: { readonly own: RecordKey | null; readonly clinic: ClinicKeys | null };
  readonly account: Pick<AccountStore, 'together' | 'members' | 'state' | 'box'>;
  readonly journal: ClinicAppJournal;
  readonly clock: Clock;
}
