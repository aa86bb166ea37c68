import { z } from 'zod';
import type { ClinicApp } from '../../shared/clinic-apps/clinic-app.js';
import { originOf } from '../../shared/clinic-apps/site-address.js';
import type { RecordKey } from '../keys/record-key.js';
import { SealedDocument } from '../keys/sealed-document.js';
import { type ClinicAppParts, siteSignInRecord } from './records.js';

const signInSchema = z.strictObject({
  /** The only origin that gets this sign-in. */
  origin: z.string(),
  userName: z.string(),
  password: z.string(),
});
type StoredSignIn = z.infer<typeof signInSchema>;

/** What a member signs in to a site with. */
export interface SiteSignIn {
  readonly userName: string;
  readonly password: string;
}

type SiteOfSignIn = Pick<ClinicApp, 'id' | 'name' | 'address'>;

/**
 * Keeps members' sign-ins to clinic apps, each sealed for one member, one app and its origin. A sign-in
 * is filled in only on that origin, after a click of that member.
 */
export class SiteSignInKeeper {
  readonly #parts: ClinicAppParts;

  constructor(parts: ClinicAppParts) {
    this.#parts = parts;
  }

  /**
   * Saves a sign-in, in the place of an older one.
   * @throws when it cannot be stored; then the old one stays
   */
  save(memberId: string, app: SiteOfSignIn, { userName, password }: SiteSignIn): void {
    const { account, journal } = this.#parts;
    const origin = originOf(app.address);
    if (origin === null) throw new TypeError('A clinic app without an origin has no sign-in.');
    account.together(() => {
      this.#document(memberId, app).write(this.#own(), { origin, userName, password });
      journal.record('siteSignIn.saved', memberId, app.name);
    });
  }

  has(memberId: string, app: Pick<SiteOfSignIn, 'id' | 'address'>): boolean {
    return this.read(memberId, app) !== null;
  }

  /**
   * Use it only to fill in on the app's origin; never send it to a window of our own.
   * @returns `null` when there is none, it was changed outside the app, or it is for another origin
   */
  read(memberId: string, app: Pick<SiteOfSignIn, 'id' | 'address'>): SiteSignIn | null {
    const key = this.#parts.keys.own;
    if (key === null) return null;
    const stored = this.#document(memberId, app).read(key);
    if (stored?.origin !== originOf(app.address)) return null;
    return { userName: stored.userName, password: stored.password };
  }

  /**
   * Deletes a sign-in, if there is one.
   * @throws when it cannot be deleted; then it stays
   */
  forget(memberId: string, app: Pick<SiteOfSignIn, 'id' | 'name'>): void {
    const { account, store, journal } = this.#parts;
    if (!this.#document(memberId, app).isThere) return;
    account.together(() => {
      store.deleteSealed(siteSignInRecord(memberId, app.id));
      journal.record('siteSignIn.removed', memberId, app.name);
    });
  }

  #own(): RecordKey {
    const { own } = this.#parts.keys;
    if (own === null) throw new Error('Nobody is signed in, so there is no key.');
    return own;
  }

  #document(memberId: string, { id }: Pick<SiteOfSignIn, 'id'>): SealedDocument<StoredSignIn> {
    return new SealedDocument(this.#parts.store, siteSignInRecord(memberId, id), signInSchema);
  }
}
