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
import type { SessionPages } from './session-pages.js';
import type { PlaceKeeper } from './place-keeper.js';
import type { SignOutCalls } from './sign-out-calls.js';
import type { SiteSignInKeeper } from './site-sign-in-keeper.js';
import type {
  Clock,
  GuardedApp,
  GuardedBrowser,
  LeftByApp,
  Member,
  SystemDialogs,
  WindowOwner,
} from '../ports/index.js';
import { within } from '../ports/within.js';

interface LivingSession {
  readonly sessionId: string;
  readonly memberId: string;
}

export interface ClinicAppDeskParts {
  readonly clinicApps: ClinicAppKeeper;
  readonly places: PlaceKeeper;
  readonly siteSignIns: SiteSignInKeeper;
  readonly pages: SessionPages;
  readonly signOutCalls: SignOutCalls;
  readonly guarded: GuardedBrowser;
  readonly dialogs: SystemDialogs;
  readonly clock: Clock;
  readonly onChange: () => void;
}

/** A dialog that was asked for before the end may appear after it: within this, in milliseconds. */
const LATE_DIALOG_MS = 1_000;

/**
 * Where clinic apps, their windows and the session meet: opens what a member may open, and ends all
 * of it with the session.
 */
export class ClinicAppDesk {
  readonly #parts: ClinicAppDeskParts;
  /** Whose session the windows belong to, or `null`. */
  #session: { readonly id: string; readonly memberId: string } | null = null;
  /** What is still being cleared, after the windows are gone. */
  readonly #clearing = new Set<Promise<void>>();

  constructor(parts: ClinicAppDeskParts) {
    this.#parts = parts;
  }

  /** To be told of the session that lives, again and again, before windows show it. */
  follow({ sessionId: id, memberId }: LivingSession): void {
    const { pages } = this.#parts;
    if (this.#session?.id === id) {
      // Somebody who reads one page for hours was there all the same.
      if (this.#parts.guarded.places.length > 0) pages.visited();
      return;
    }
    this.#session = { id, memberId };
    pages.begin(memberId);
  }

  /**
   * The session is over. Its windows are off the screen when this returns; what they leave is ended
   * in the next turn, so that the session is made unusable first.
   */
  end(): void {
    const { guarded, dialogs, pages } = this.#parts;
    guarded.hideAll();
    const memberId = this.#session?.memberId ?? null;
    this.#session = null;
    pages.end();
    this.#keep(
      (async () => {
        await new Promise((next) => setImmediate(next));
        // Before their pages, which they may outlive.
        await dialogs.close();
        const left = guarded.endAll();
        void this.#closeLateDialogs();
        await Promise.all([this.#clear(left, memberId), guarded.clearTraces()]);
      })(),
    );
  }

  /** Settles when nothing is being cleared any more, at the latest after `boundMs`. */
  async whenCleared(boundMs: number): Promise<void> {
    await within(Promise.all(this.#clearing), boundMs, () => undefined, this.#parts.clock);
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

  /** Names of the apps whose windows hold input that was not sent. */
  get unsaved(): readonly string[] {
    return this.#parts.guarded.unsaved;
  }

  /** Names of what this member had open when the last session ended. */
  reopenNames(member: Member): readonly string[] {
    return this.#offer(member).map(({ app }) => app.name);
  }

  /** @returns whether there is such an app for this member */
  open(member: Member, appId: string): boolean {
    const app = this.#visible(member).find(({ id }) => id === appId);
    if (app === undefined) return false;
    this.#open(app, member);
    return true;
  }

  /** Opens again what this member had open. */
  reopen(member: Member): void {
    const offer = this.#offer(member);
    this.#parts.pages.forgetOffer();
    for (const { app, address } of offer) this.#open(app, member, address);
    this.#parts.onChange();
  }

  /**
   * The member does not want back what was open.
   * @throws when that cannot be stored
   */
  decline(): void {
    this.#parts.places.forgetOffer();
  }

  /** A member's access was turned off: nothing of what was kept for that member stays. */
  forgetMember(memberId: string): void {
    this.#parts.siteSignIns.forgetMember(memberId);
  }

  /** An administrator has saved an app: one that has no icon yet gets the site's. */
  saved(app: ClinicApp): void {
    if (this.#parts.clinicApps.iconOf(app.id) === null) void this.#fetchIcon(app);
  }

  /** What this role may not open, or is not as it was when it was opened, is closed. */
  followApps(role: Role): void {
    const { clinicApps, guarded } = this.#parts;
    const visible = clinicApps.visibleTo(role);
    for (const opened of guarded.apps) {
      const { icon } = opened;
      if (!visible.some((app) => isDeepStrictEqual({ ...app, icon }, opened)))
        guarded.closeApp(opened.id);
    }
  }

  /** Opens an app that may not be saved yet, and says what it found. */
  test(settings: ClinicAppSettings, member: Member): Promise<SiteFinding> {
    const app: GuardedApp = { ...settings, id: 'test', icon: null };
    return this.#parts.guarded.test(app, ownerOf(member));
  }

  /** What an app leaves whose windows were closed within the session. */
  left(left: LeftByApp): void {
    this.#keep(this.#clear([left], this.#session?.memberId ?? null));
  }

  async #closeLateDialogs(): Promise<void> {
    const { clock, dialogs } = this.#parts;
    await new Promise<void>((resolve) => void clock.after(LATE_DIALOG_MS, resolve));
    await dialogs.close();
  }

  #visible(member: Member): readonly ClinicApp[] {
    return this.#parts.clinicApps.visibleTo(member.role);
  }

  #offer(member: Member): readonly { readonly app: ClinicApp; readonly address: string }[] {
    const visible = this.#visible(member);
    return this.#parts.places.offer(member.id, visible).flatMap(({ appId, address }) => {
      const app = visible.find(({ id }) => id === appId);
      return app === undefined ? [] : [{ app, address }];
    });
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
    if (icon === null || this.#session === null) return;
    this.#parts.clinicApps.setIcon(app.id, app.address, icon);
    this.#parts.onChange();
  }

  /** Signs out at the sites with the cookies that are there, and deletes all of it. */
  async #clear(left: readonly LeftByApp[], memberId: string | null): Promise<void> {
    const storage = left.map(({ partition }) => partition.wipeStorage());
    const calls = left.flatMap(({ app: { name, signOutAddress: address }, partition, isTest }) =>
      isTest || address === null
        ? []
        : [{ app: { name }, address, ask: partition.call.bind(partition) }],
    );
    await this.#parts.signOutCalls.call(calls, memberId);
    await Promise.allSettled([...storage, ...left.map(({ partition }) => partition.wipe())]);
  }

  #keep(clearing: Promise<void>): void {
    const kept = clearing
      .catch((error: unknown) => process.emitWarning(String(error)))
      .finally(() => this.#clearing.delete(kept));
    this.#clearing.add(kept);
  }
}

function ownerOf({ id, name }: Member): WindowOwner {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) >>> 0;
  return { name, colour: sum % MEMBER_COLOURS };
}
