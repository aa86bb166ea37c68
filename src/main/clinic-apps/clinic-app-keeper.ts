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
import type { Author, ChangeOf, Decisions, Outcome, Refused } from '../ports/index.js';
import { type AppsDocument, appsSchema, changedSettings } from './apps-document.js';
import { AppIcons } from './app-icons.js';
import { bestEffort } from './best-effort.js';
import {
  ALL_DRAFTS,
  ALL_PLACES,
  APPS_RECORD,
  type ClinicAppParts,
  draftsRecord,
  placesRecord,
  siteSignInRecord,
  siteSignInsOf,
} from './records.js';

export type ClinicAppKeeperParts = ClinicAppParts & { readonly decisions: Decisions };

type Known = Outcome<'unknownApp'>;
const UNKNOWN = { ok: false, code: 'unknownApp' } as const;

const NONE: AppsDocument = { apps: [], rules: DEFAULT_CLINIC_APP_RULES };

/**
 * Keeps the list of clinic apps and their rules, sealed, so that nobody can lead the clinic's staff to
 * another site by editing a file. While nobody is signed in the list is empty.
 */
export class ClinicAppKeeper {
  readonly #parts: ClinicAppKeeperParts;
  readonly #document: SealedDocument<AppsDocument>;
  readonly #icons: AppIcons;
  /** The document that was read last, and its key: valid for one session. */
  #known: { readonly key: AccountKey; readonly document: AppsDocument } | null = null;
  #toldOfTampering = false;

  constructor(parts: ClinicAppKeeperParts) {
    this.#parts = parts;
    this.#document = new SealedDocument(parts.store, APPS_RECORD, appsSchema);
    this.#icons = new AppIcons(parts);
    parts.decisions.register({
      'member.access': (change) => this.#accessChanged(change),
      'app.saved': (change, author) => this.#saved(change, author),
      'app.removed': (change, author) => this.#removed(change, author),
      'app.moved': (change, author) => this.#moved(change, author),
      'appRules.set': (change, author) => this.#rulesSet(change, author),
    });
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
   * Adds an app, or changes one. A new address deletes its icon; a new origin deletes saved sign-ins.
   * @param appId `null` adds
   * @param settings as their schema gives them
   * @returns rejects when it cannot be stored; nothing has changed then
   */
  async save(
    appId: string | null,
    settings: ClinicAppSettings,
    author: Author,
  ): Promise<
    | { readonly ok: true; readonly app: ClinicApp }
    | Refused<'unknownApp' | 'tooManyApps' | 'signOutOutside'>
  > {
    const { signOutAddress } = settings;
    if (signOutAddress !== null && !isWithin(settings, signOutAddress))
      return { ok: false, code: 'signOutOutside' };
    const app: ClinicApp = { ...settings, id: appId ?? randomUUID() };
    const saved = await this.#parts.decisions.commit(author, () => {
      if (appId !== null && this.byId(appId) === null) return UNKNOWN;
      if (appId === null && this.all().length >= MOST_CLINIC_APPS)
        return { ok: false, code: 'tooManyApps' };
      return { kind: 'app.saved', app };
    });
    return saved.ok ? { ok: true, app } : saved;
  }

  /**
   * Removes an app with its icon and every member's sign-in that was saved for it.
   * @returns rejects when it cannot be stored; nothing has changed then
   */
  remove(appId: string, author: Author): Promise<Known> {
    return this.#parts.decisions.commit(author, () =>
      this.byId(appId) === null ? UNKNOWN : { kind: 'app.removed', appId },
    );
  }

  /**
   * Moves an app by one place. An app at that end of the list stays.
   * @returns rejects when it cannot be stored; nothing has changed then
   */
  move(appId: string, to: 'up' | 'down', author: Author): Promise<Known> {
    return this.#parts.decisions.commit(author, () => {
      const apps = this.all();
      const at = apps.findIndex(({ id }) => id === appId);
      if (at < 0) return UNKNOWN;
      const isThere = at === (to === 'up' ? 0 : apps.length - 1);
      return isThere ? { ok: true } : { kind: 'app.moved', appId, to };
    });
  }

  /**
   * What the new rules turn off is deleted at once, for every member.
   * @returns rejects when they cannot be stored; then the old rules stay in force
   */
  async saveRules(rules: ClinicAppRules, author: Author): Promise<void> {
    await this.#parts.decisions.commit(author, () => ({ kind: 'appRules.set', rules }));
  }

  /** Records that a window of the app was opened. */
  opened(app: Pick<ClinicApp, 'name'>, memberId: string): void {
    bestEffort(() => this.#parts.journal.record('clinicApp.opened', memberId, app.name));
  }

  /** @returns a `data:` address, or `null`: then windows draw initials */
  iconOf(appId: string): string | null {
    return this.#icons.of(appId);
  }

  /**
   * Keeps the picture that was found for an app. The search takes time: the picture is dropped when the
   * app is gone or has another address, or when nobody is signed in any more.
   * @param address of the app when the search began
   * @param icon a `data:` address as `site-icon.ts` gives it
   */
  setIcon(appId: string, address: string, icon: string): void {
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

  /** A list that was changed by hand stays as it is until an administrator saves something. */
  #tellOfTampering(): void {
    if (this.#toldOfTampering) return;
    this.#toldOfTampering = true;
    // Windows that ask for the list must get an answer, even if the audit trail cannot be written.
    bestEffort(() => this.#parts.journal.tampered());
  }

  #saved({ app }: ChangeOf<'app.saved'>, author: Author): () => void {
    const { journal } = this.#parts;
    const apps = this.all();
    const before = this.byId(app.id);
    if (before === null) {
      journal.record('clinicApp.added', author.memberId, app.name);
      return this.#write({ apps: [...apps, app] }, author);
    }
    if (before.address !== app.address) this.#icons.remove(app.id);
    // A password for one site must never reach another site.
    if (originOf(before.address) !== originOf(app.address)) this.#forgetSignIns(app.id);
    const changed = changedSettings(before, app);
    journal.record('clinicApp.changed', author.memberId, app.name, { changed });
    return this.#write({ apps: apps.map((one) => (one.id === app.id ? app : one)) }, author);
  }

  #removed({ appId }: ChangeOf<'app.removed'>, author: Author): () => void {
    this.#icons.remove(appId);
    this.#forgetSignIns(appId);
    this.#parts.journal.record('clinicApp.removed', author.memberId, this.byId(appId)?.name ?? '');
    return this.#write({ apps: this.all().filter(({ id }) => id !== appId) }, author);
  }

  #moved({ appId, to }: ChangeOf<'app.moved'>, author: Author): () => void {
    const apps = [...this.all()];
    const at = apps.findIndex(({ id }) => id === appId);
    apps.splice(to === 'up' ? at - 1 : at + 1, 0, ...apps.splice(at, 1));
    const name = this.byId(appId)?.name ?? '';
    this.#parts.journal.record('clinicApp.changed', author.memberId, name, { changed: ['order'] });
    return this.#write({ apps }, author);
  }

  /** Without access nothing is kept for the member: saved sign-ins, open pages and drafts. */
  #accessChanged({ memberId, active }: ChangeOf<'member.access'>): undefined {
    if (active) return;
    const { store } = this.#parts;
    store.deleteSealedBelow(siteSignInsOf(memberId));
    store.deleteSealed(placesRecord(memberId));
    store.deleteSealed(draftsRecord(memberId));
  }

  #rulesSet({ rules }: ChangeOf<'appRules.set'>, author: Author): () => void {
    const { store, journal } = this.#parts;
    if (rules.reopenWithinHours === 0) store.deleteSealedBelow(ALL_PLACES);
    if (!rules.keepDrafts) store.deleteSealedBelow(ALL_DRAFTS);
    journal.rulesChanged(author.memberId, rules);
    return this.#write({ rules }, author);
  }

  /** @returns what to do after the commit */
  #write(change: Partial<AppsDocument>, { key }: Author): () => void {
    this.#document.write(key, { ...this.#read(), ...change });
    return () => {
      this.#known = null;
    };
  }

  #forgetSignIns(appId: string): void {
    const { account, store } = this.#parts;
    for (const { id } of account.members()) store.deleteSealed(siteSignInRecord(id, appId));
  }
}
