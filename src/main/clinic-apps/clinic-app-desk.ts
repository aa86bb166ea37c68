import { isDeepStrictEqual } from 'node:util';
import type {
  ClinicApp,
  ClinicAppRules,
  ClinicAppSettings,
  ClinicAppTile,
  SiteFinding,
} from '../../shared/clinic-apps/clinic-app.js';
import { MEMBER_COLOURS } from '../../shared/clinic-apps/guard-bar.js';
import type { Role } from '../../shared/people/role.js';
import type { ClinicAppRow } from '../../shared/requests/views.js';
import type { ClinicAppKeeper } from './clinic-app-keeper.js';
import type { Clearing } from './clearing.js';
import type { LivingSession, SessionPages } from './session-pages.js';
import type { OfferedPage, PlaceKeeper } from './place-keeper.js';
import type {
  Clock,
  GuardedApp,
  GuardedBrowser,
  Member,
  SystemDialogs,
  WindowOwner,
} from '../ports/index.js';

export interface ClinicAppDeskParts {
  readonly clinicApps: ClinicAppKeeper;
  readonly places: PlaceKeeper;
  readonly pages: SessionPages;
  readonly clearing: Clearing;
  readonly guarded: GuardedBrowser;
  readonly dialogs: SystemDialogs;
  readonly clock: Clock;
  readonly onChange: () => void;
}

/** How long after the session's end a dialog may still appear that was asked for before, in milliseconds. */
const LATE_DIALOG_MS = 1_000;

/**
 * Joins clinic apps, their windows and the session: opens the apps that a member may open, and ends
 * them all with the session.
 */
export class ClinicAppDesk {
  readonly #parts: ClinicAppDeskParts;

  constructor(parts: ClinicAppDeskParts) {
    this.#parts = parts;
  }

  /** Call it with the live session at each change, before windows show the change. */
  follow(session: LivingSession): void {
    const { guarded, pages } = this.#parts;
    if (pages.session?.sessionId !== session.sessionId) pages.begin(session, guarded);
    // A person may read one page for hours: the stored time must stay fresh.
    else if (guarded.places.length > 0) pages.visited();
  }

  /**
   * Ends the windows of the session. They are off the screen when this returns. Their pages end in the
   * next turn of the event loop, so that the session is made unusable first.
   */
  end(): void {
    const { guarded, dialogs, pages, clearing } = this.#parts;
    guarded.hideAll();
    const memberId = pages.session?.memberId ?? null;
    pages.end();
    clearing.keep(
      (async () => {
        await new Promise((next) => setImmediate(next));
        // Close dialogs before their pages: a dialog may outlive its page.
        await dialogs.close();
        const left = guarded.endAll();
        void this.#closeLateDialogs();
        await Promise.all([clearing.clear(left, memberId), guarded.clearTraces()]);
      })(),
    );
  }

  tilesFor(role: Role): readonly ClinicAppTile[] {
    return this.#parts.clinicApps.visibleTo(role).map(({ id, name }) => ({
      id,
      name,
      icon: this.#parts.clinicApps.iconOf(id),
    }));
  }

  rows(): readonly ClinicAppRow[] {
    const { clinicApps } = this.#parts;
    return clinicApps.all().map((app) => ({ ...app, icon: clinicApps.iconOf(app.id) }));
  }

  rules(): ClinicAppRules {
    return this.#parts.clinicApps.rules();
  }

  /** Names of the apps whose windows hold unsent input. */
  get unsaved(): readonly string[] {
    return this.#parts.guarded.unsaved;
  }

  /** Names of the apps that this member had open when the last session ended. */
  reopenNames(member: Member): readonly string[] {
    return this.#offer(member).map(({ app }) => app.name);
  }

  /** @returns whether there is such an app for this member */
  open(member: Member, appId: string): boolean {
    const app = this.#parts.clinicApps.visibleTo(member.role).find(({ id }) => id === appId);
    if (app === undefined) return false;
    this.#open(app, member);
    return true;
  }

  reopen(member: Member): void {
    const offer = this.#offer(member);
    this.#parts.pages.forgetOffer();
    for (const { app, address } of offer) this.#open(app, member, address);
    this.#parts.onChange();
  }

  /** The member declines the offer to reopen pages. */
  decline(): void {
    this.#parts.places.forgetOffer();
  }

  /** An administrator has saved an app: if it has no icon yet, the site's icon is fetched. */
  saved(app: ClinicApp): void {
    if (this.#parts.clinicApps.iconOf(app.id) === null) void this.#fetchIcon(app);
  }

  /** Closes apps that this role may not open, and apps that changed since they were opened. */
  followApps(role: Role): void {
    const { clinicApps, guarded } = this.#parts;
    const visible = clinicApps.visibleTo(role);
    for (const opened of guarded.apps) {
      const { icon } = opened;
      if (!visible.some((app) => isDeepStrictEqual({ ...app, icon }, opened)))
        guarded.closeApp(opened.id);
    }
  }

  /** Tests an app, which need not be saved yet. @returns what the test found */
  test(settings: ClinicAppSettings, member: Member): Promise<SiteFinding> {
    const app: GuardedApp = { ...settings, id: 'test', icon: null };
    return this.#parts.guarded.test(app, ownerOf(member));
  }

  async #closeLateDialogs(): Promise<void> {
    const { clock, dialogs } = this.#parts;
    await new Promise<void>((resolve) => void clock.after(LATE_DIALOG_MS, resolve));
    await dialogs.close();
  }

  #offer(member: Member): readonly OfferedPage[] {
    const { clinicApps, places } = this.#parts;
    return places.offer(member.id, clinicApps.visibleTo(member.role));
  }

  #open(app: ClinicApp, member: Member, address?: string): void {
    const { clinicApps, guarded } = this.#parts;
    guarded.open({ ...app, icon: clinicApps.iconOf(app.id) }, ownerOf(member), address);
    clinicApps.opened(app, member.id);
  }

  async #fetchIcon(app: ClinicApp): Promise<void> {
    const { fetchIcon } = await import('./site-icon.js');
    const icon = await fetchIcon(app.address, (address, wanted) =>
      this.#parts.guarded.fetch(app, address, wanted),
    );
    // Somebody may have signed out meanwhile: without the account key nothing can be kept.
    if (icon === null || this.#parts.pages.session === null) return;
    await this.#parts.clinicApps.setIcon(app.id, app.address, icon);
    this.#parts.onChange();
  }
}

function ownerOf({ id, name }: Member): WindowOwner {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) >>> 0;
  return { name, colour: sum % MEMBER_COLOURS };
}
