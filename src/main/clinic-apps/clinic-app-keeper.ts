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
import type {
  AccountNow,
  Author,
  Decision,
  Decisions,
  IdentityStore,
  Outcome,
  Refused,
} from '../ports/index.js';
import { type AppsDocument, changedSettings } from './apps-document.js';
import { bestEffort } from './best-effort.js';
import { ClinicRecords, type SealedRecords } from './clinic-records.js';
import {
  ALL_DRAFTS,
  ALL_PLACES,
  type ClinicAppParts,
  draftsRecord,
  placesRecord,
  siteSignInRecord,
  siteSignInsOf,
} from './records.js';

export interface ClinicAppKeeperParts extends ClinicAppParts {
  readonly store: Pick<IdentityStore, 'deleteSealed' | 'deleteSealedBelow'> &
    ClinicAppParts['store'];
  readonly decisions: Decisions;
  /** The member who is signed in, as an author; `null` while nobody is. */
  readonly author: () => Author | null;
}

type Known = Outcome<'unknownApp'>;
const UNKNOWN = { ok: false, code: 'unknownApp' } as const;

const NONE: AppsDocument = { apps: [], rules: DEFAULT_CLINIC_APP_RULES };

/**
 * Keeps the list of clinic apps and their rules: sealed under the clinic's key, and named by the chain of
 * decisions, so that nobody can lead the clinic's staff to another site by editing a file. While nobody is
 * signed in the list is empty.
 */
export class ClinicAppKeeper {
  readonly #parts: ClinicAppKeeperParts;
  readonly #records: ClinicRecords;
  #toldOfTampering = false;

  constructor(parts: ClinicAppKeeperParts) {
    this.#parts = parts;
    this.#records = new ClinicRecords(parts);
    parts.decisions.register({
      'apps.changed': () => undefined,
      'member.access': ({ memberId, active }) => this.#accessChanged(memberId, active),
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
    const saved = await this.#parts.decisions.commit(
      author,
      (now): Decision | Refused<'unknownApp' | 'tooManyApps'> => {
        const before = appId === null ? null : this.byId(appId);
        if (appId !== null && before === null) return UNKNOWN;
        if (before !== null) return this.#changed(before, app, author, now);
        if (this.all().length >= MOST_CLINIC_APPS) return { ok: false, code: 'tooManyApps' };
        return this.#decision({ apps: [...this.all(), app] }, () =>
          this.#parts.journal.record('clinicApp.added', author.memberId, app.name),
        );
      },
    );
    return saved.ok ? { ok: true, app } : saved;
  }

  /**
   * Removes an app with its icon and every member's sign-in that was saved for it.
   * @returns rejects when it cannot be stored; nothing has changed then
   */
  remove(appId: string, author: Author): Promise<Known> {
    return this.#parts.decisions.commit(author, (now): Decision | Known => {
      const app = this.byId(appId);
      if (app === null) return UNKNOWN;
      const others = this.all().filter(({ id }) => id !== appId);
      const decision = this.#decision({ apps: others }, () => {
        this.#forgetSignIns(appId, now);
        this.#parts.journal.record('clinicApp.removed', author.memberId, app.name);
      });
      return this.#records.withIcon(decision, appId, null);
    });
  }

  /**
   * Moves an app by one place. An app at that end of the list stays.
   * @returns rejects when it cannot be stored; nothing has changed then
   */
  move(appId: string, to: 'up' | 'down', author: Author): Promise<Known> {
    return this.#parts.decisions.commit(author, (): Decision | Known => {
      const apps = [...this.all()];
      const at = apps.findIndex(({ id }) => id === appId);
      const app = apps[at];
      if (app === undefined) return UNKNOWN;
      const target = to === 'up' ? at - 1 : at + 1;
      if (target < 0 || target >= apps.length) return { ok: true };
      apps.splice(target, 0, ...apps.splice(at, 1));
      return this.#decision({ apps }, () => this.#tellChanged(author, app, ['order']));
    });
  }

  /**
   * Decides sealed records again as they were, where their boxes are here and open under the clinic's key.
   * @returns rejects when they cannot be stored; nothing has changed then
   */
  setAgain(records: SealedRecords, author: Author): Promise<Outcome<'cannotDecide'>> {
    return this.#parts.decisions.commit(author, (now): Decision | Refused<'cannotDecide'> => {
      const again = this.#records.again(records);
      if (again === null) return { ok: false, code: 'cannotDecide' };
      const { decision, document } = again;
      return { ...decision, also: () => this.#clearFor(document ?? this.#read(), now) };
    });
  }

  /**
   * What the new rules turn off is deleted at once, for every member.
   * @returns rejects when they cannot be stored; then the old rules stay in force
   */
  async saveRules(rules: ClinicAppRules, author: Author): Promise<void> {
    const { decisions, journal } = this.#parts;
    await decisions.commit(author, () =>
      this.#decision({ rules }, () => {
        this.#clearAfter(rules);
        journal.rulesChanged(author.memberId, rules);
      }),
    );
  }

  /** Records that a window of the app was opened. */
  opened(app: Pick<ClinicApp, 'name'>, memberId: string): void {
    bestEffort(() => this.#parts.journal.record('clinicApp.opened', memberId, app.name));
  }

  /** @returns a `data:` address, or `null`: then windows draw initials */
  iconOf(appId: string): string | null {
    return this.#records.iconOf(appId);
  }

  /**
   * Keeps the picture that was found for an app. The search takes time: the picture is dropped when the
   * app is gone or has another address, or when no administrator is signed in any more.
   * @param address of the app when the search began
   * @param icon a `data:` address as `site-icon.ts` gives it, or `null` for none
   */
  async setIcon(appId: string, address: string, icon: string | null): Promise<void> {
    const author = this.#parts.author();
    if (author === null || this.iconOf(appId) === icon) return;
    try {
      await this.#parts.decisions.commit(author, () =>
        this.byId(appId)?.address === address
          ? this.#records.withIcon({ change: { kind: 'apps.changed', records: {} } }, appId, icon)
          : UNKNOWN,
      );
    } catch (error) {
      process.emitWarning(String(error));
    }
  }

  #read(): AppsDocument {
    const document = this.#records.document();
    if (document === 'changed') this.#tellOfTampering();
    return document === 'changed' || document === null ? NONE : document;
  }

  /** A list that was changed by hand stays as it is until an administrator saves something. */
  #tellOfTampering(): void {
    if (this.#toldOfTampering) return;
    this.#toldOfTampering = true;
    // Windows that ask for the list must get an answer, even if the audit trail cannot be written.
    bestEffort(() => this.#parts.journal.tampered());
  }

  #changed(before: ClinicApp, app: ClinicApp, author: Author, now: AccountNow): Decision {
    const apps = this.all().map((one) => (one.id === app.id ? app : one));
    const decision = this.#decision({ apps }, () => {
      // A password for one site must never reach another site.
      if (originOf(before.address) !== originOf(app.address)) this.#forgetSignIns(app.id, now);
      this.#tellChanged(author, app, changedSettings(before, app));
    });
    return before.address === app.address
      ? decision
      : this.#records.withIcon(decision, app.id, null);
  }

  #tellChanged({ memberId }: Author, { name }: ClinicApp, changed: readonly string[]): void {
    this.#parts.journal.record('clinicApp.changed', memberId, name, { changed });
  }

  #decision(change: Partial<AppsDocument>, also: () => void): Decision {
    return this.#records.withDocument({ ...this.#read(), ...change }, also);
  }

  /** Without access nothing is kept for the member: saved sign-ins, open pages and drafts. */
  #accessChanged(memberId: string, active: boolean): undefined {
    if (active) return;
    const { store } = this.#parts;
    store.deleteSealedBelow(siteSignInsOf(memberId));
    store.deleteSealed(placesRecord(memberId));
    store.deleteSealed(draftsRecord(memberId));
  }

  #clearAfter(rules: ClinicAppRules): void {
    const { store } = this.#parts;
    if (rules.reopenWithinHours === 0) store.deleteSealedBelow(ALL_PLACES);
    if (!rules.keepDrafts) store.deleteSealedBelow(ALL_DRAFTS);
  }

  /** As after each change by itself: no password reaches another site, and what is turned off goes. */
  #clearFor({ apps, rules }: AppsDocument, now: AccountNow): void {
    for (const { id, address } of this.all()) {
      const after = apps.find((app) => app.id === id);
      if (after === undefined || originOf(after.address) !== originOf(address))
        this.#forgetSignIns(id, now);
    }
    this.#clearAfter(rules);
  }

  #forgetSignIns(appId: string, now: AccountNow): void {
    for (const { id } of now.members()) this.#parts.store.deleteSealed(siteSignInRecord(id, appId));
  }
}
