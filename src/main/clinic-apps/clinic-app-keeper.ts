import { randomUUID } from 'node:crypto';
import {
  type ClinicApp,
  type ClinicAppRules,
  type ClinicAppSettings,
  DEFAULT_CLINIC_APP_RULES,
  MOST_CLINIC_APPS,
} from '../../shared/clinic-apps/clinic-app.js';
import type { Role } from '../../shared/people/role.js';
import { isWithin, originOf } from '../../shared/clinic-apps/site-address.js';
import type { AccountKey } from '../keys/account-key.js';
import { SealedDocument } from '../keys/sealed-document.js';
import { type AppsDocument, appsSchema, changedSettings } from './apps-document.js';
import { AppIcons } from './app-icons.js';
import { bestEffort } from './best-effort.js';
import {
  ALL_DRAFTS,
  ALL_PLACES,
  APPS_RECORD,
  type ClinicAppParts,
  siteSignInRecord,
} from './records.js';

type Refused<Code extends string> = { readonly ok: false; readonly code: Code };
type Known = { readonly ok: true } | Refused<'unknownApp'>;
const OK = { ok: true } as const;
const UNKNOWN = { ok: false, code: 'unknownApp' } as const;

const NONE: AppsDocument = { apps: [], rules: DEFAULT_CLINIC_APP_RULES };

/**
 * Keeps what clinic apps there are, and what holds for them: sealed, so that nobody leads the
 * clinic's staff elsewhere by editing a file. While nobody is signed in there are none.
 */
export class ClinicAppKeeper {
  readonly #parts: ClinicAppParts;
  readonly #document: SealedDocument<AppsDocument>;
  readonly #icons: AppIcons;
  /** What was read last, and with which key: it is good for one session. */
  #known: { readonly key: AccountKey; readonly document: AppsDocument } | null = null;
  #toldOfTampering = false;

  constructor(parts: ClinicAppParts) {
    this.#parts = parts;
    this.#document = new SealedDocument(parts.store, APPS_RECORD, appsSchema);
    this.#icons = new AppIcons(parts);
  }

  /** In the administrators' order. */
  all(): readonly ClinicApp[] {
    return this.#read().apps;
  }

  visibleTo(role: Role): readonly ClinicApp[] {
    return this.all().filter(({ roles }) => roles.includes(role));
  }

  byId(id: string): ClinicApp | null {
    return this.all().find((app) => app.id === id) ?? null;
  }

  rules(): ClinicAppRules {
    return this.#read().rules;
  }

  /**
   * Adds an app, or changes one. What was kept for its old origin goes when that changes.
   * @param appId `null` adds
   * @param settings as their schema gives them
   * @throws when it cannot be stored; nothing has changed then
   */
  save(
    appId: string | null,
    settings: ClinicAppSettings,
    byMemberId: string,
  ):
    | { readonly ok: true; readonly app: ClinicApp }
    | Refused<'unknownApp' | 'tooManyApps' | 'signOutOutside'> {
    const { signOutAddress } = settings;
    if (signOutAddress !== null && !isWithin(settings, signOutAddress))
      return { ok: false, code: 'signOutOutside' };
    const { apps } = this.#read();
    const app: ClinicApp = { ...settings, id: appId ?? randomUUID() };
    if (appId === null) {
      if (apps.length >= MOST_CLINIC_APPS) return { ok: false, code: 'tooManyApps' };
      this.#write({ apps: [...apps, app] }, () =>
        this.#parts.journal.record('clinicApp.added', byMemberId, app.name),
      );
      return { ok: true, app };
    }
    const before = this.byId(appId);
    if (before === null) return UNKNOWN;
    this.#write({ apps: apps.map((other) => (other.id === appId ? app : other)) }, () => {
      if (before.address !== app.address) this.#icons.remove(appId);
      // A password for one site is none for another, whoever wants it there.
      if (originOf(before.address) !== originOf(app.address)) this.#forgetSignIns(appId);
      this.#parts.journal.record('clinicApp.changed', byMemberId, app.name, {
        changed: changedSettings(before, app),
      });
    });
    return { ok: true, app };
  }

  /**
   * Removes an app with its icon and every member's sign-in that was saved for it.
   * @throws when it cannot be stored; nothing has changed then
   */
  remove(appId: string, byMemberId: string): Known {
    const app = this.byId(appId);
    if (app === null) return UNKNOWN;
    this.#write({ apps: this.all().filter(({ id }) => id !== appId) }, () => {
      this.#icons.remove(appId);
      this.#forgetSignIns(appId);
      this.#parts.journal.record('clinicApp.removed', byMemberId, app.name);
    });
    return OK;
  }

  /**
   * Moves an app by one place. One that is at that end already stays.
   * @throws when it cannot be stored; nothing has changed then
   */
  move(appId: string, to: 'up' | 'down', byMemberId: string): Known {
    const apps = [...this.all()];
    const at = apps.findIndex(({ id }) => id === appId);
    const app = apps[at];
    if (app === undefined) return UNKNOWN;
    const there = to === 'up' ? at - 1 : at + 1;
    const other = apps[there];
    if (other === undefined) return OK;
    apps[at] = other;
    apps[there] = app;
    this.#write({ apps }, () =>
      this.#parts.journal.record('clinicApp.changed', byMemberId, app.name, { changed: ['order'] }),
    );
    return OK;
  }

  /**
   * What the rules turn off is deleted at once, for every member.
   * @throws when they cannot be stored; the old ones then go on
   */
  saveRules(rules: ClinicAppRules, byMemberId: string): void {
    const { store, journal } = this.#parts;
    this.#write({ rules }, () => {
      if (rules.reopenWithinHours === 0) store.deleteSealedBelow(ALL_PLACES);
      if (!rules.keepDrafts) store.deleteSealedBelow(ALL_DRAFTS);
      journal.rulesChanged(byMemberId, rules);
    });
  }

  /** A window of the app was opened. */
  opened(app: Pick<ClinicApp, 'name'>, memberId: string): void {
    bestEffort(() => this.#parts.journal.record('clinicApp.opened', memberId, app.name));
  }

  /** @returns a `data:` address, or `null`: initials are drawn */
  iconOf(appId: string): string | null {
    return this.#icons.of(appId);
  }

  /**
   * Keeps the picture that was found for an app. Finding one takes time: when the app is gone, is
   * at another address, or nobody is signed in any more, it is let go.
   * @param address of the app when the search began
   * @param icon a `data:` address as `site-icon.ts` gives it, or `null` for none
   */
  setIcon(appId: string, address: string, icon: string | null): void {
    if (this.byId(appId)?.address !== address) return;
    bestEffort(() => this.#icons.set(appId, icon));
  }

  #read(): AppsDocument {
    const key = this.#parts.keys.held;
    if (key === null) return NONE;
    if (this.#known?.key !== key) this.#known = { key, document: this.#open(key) };
    return this.#known.document;
  }

  #open(key: AccountKey): AppsDocument {
    const document = this.#document.read(key);
    if (document === null && this.#document.isThere) this.#tellOfTampering();
    return document ?? NONE;
  }

  /** What was changed by hand stays as it is until an administrator saves something. */
  #tellOfTampering(): void {
    if (this.#toldOfTampering) return;
    this.#toldOfTampering = true;
    // Windows ask what there is to show, and must get an answer.
    bestEffort(() => this.#parts.journal.tampered());
  }

  #write(change: Partial<AppsDocument>, also: () => void): void {
    const { account, keys } = this.#parts;
    const document = { ...this.#read(), ...change };
    try {
      account.together(() => {
        this.#document.write(keys.key, document);
        also();
      });
    } finally {
      // Also when it failed: what counts is what the database says.
      this.#known = null;
    }
  }

  #forgetSignIns(appId: string): void {
    const { account, store } = this.#parts;
    for (const { id } of account.members()) store.deleteSealed(siteSignInRecord(id, appId));
  }
}
