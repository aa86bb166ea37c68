import { z } from 'zod';
import type { ClinicApp } from '../../shared/clinic-apps/clinic-app.js';
import {
  addressOfPlace,
  LONGEST_ADDRESS,
  originOf,
  placeOf,
} from '../../shared/clinic-apps/site-address.js';
import { SealedDocument } from '../keys/sealed-document.js';
import { bestEffort } from './best-effort.js';
import type { ClinicAppKeeper } from './clinic-app-keeper.js';
import { isWithinHours } from './wall-age.js';
import { type ClinicAppParts, placesRecord } from './records.js';

/** The most pages that are kept for one member. */
export const MOST_PLACES = 20;
/** How often unchanged pages are stored again, in milliseconds: 5 minutes. */
export const STILL_THERE_MS = 300_000;

const placesSchema = z.strictObject({
  /** When these pages were last open, on the wall clock: milliseconds since 1970. */
  at: z.number(),
  open: z
    .array(z.strictObject({ appId: z.uuid(), place: z.string().max(LONGEST_ADDRESS) }))
    .max(MOST_PLACES),
});
type Places = z.infer<typeof placesSchema>;

/** A page that is, or was, open. */
export interface OpenPage {
  readonly appId: string;
  readonly address: string;
}

export interface OfferedPage {
  readonly app: ClinicApp;
  readonly address: string;
}

export interface PlaceKeeperParts extends ClinicAppParts {
  readonly apps: Pick<ClinicAppKeeper, 'byId' | 'rules'>;
}

/**
 * Keeps where a member was, so that the next sign-in can offer to go back there: which apps, and
 * which path in each, sealed, for the hours that the rules say. Never cookies or queries.
 */
export class PlaceKeeper {
  readonly #parts: PlaceKeeperParts;
  #session: { readonly memberId: string; offered: Places | null; stored: Places | null } | null =
    null;

  constructor(parts: PlaceKeeperParts) {
    this.#parts = parts;
  }

  /**
   * Begins a member's session. The pages that were open when the last session ended are on offer until
   * this one ends; pages that this one opens replace them in the store. An unused offer is made again if
   * this session opens nothing. Call it while the member's keys are held.
   */
  beginSession(memberId: string): void {
    const key = this.#parts.keys.own;
    const stored = key === null ? null : this.#document(memberId).read(key);
    this.#session = { memberId, offered: stored, stored };
    if (stored !== null && !this.#holds(stored)) this.forgetOffer();
  }

  endSession(): void {
    this.#session = null;
  }

  /**
   * Stores the pages that this member has open now, oldest first. Call it at each change, and while
   * somebody is there: it writes only changes, and unchanged pages after {@link STILL_THERE_MS}. Without
   * a session of this member it writes nothing.
   * @throws when it cannot be stored
   */
  visited(memberId: string, open: readonly OpenPage[]): void {
    const key = this.#parts.keys.own;
    const session = this.#session;
    if (key === null || session?.memberId !== memberId) return;
    if (this.#parts.apps.rules().reopenWithinHours === 0) {
      // The change of the rule deleted the stored pages; turning it on again begins with none.
      session.offered = session.stored = null;
      return;
    }
    const { wallMs } = this.#parts.clock.now();
    const places: Places = { at: wallMs, open: this.#placesOf(open) };
    if (!isNews(session.stored, places)) return;
    this.#document(memberId).write(key, places);
    session.stored = places;
  }

  /**
   * The pages that the member can go back to, in the apps that the member's role may open.
   * @returns empty when there are none, or they are too old
   */
  offer(memberId: string, visibleApps: readonly ClinicApp[]): readonly OfferedPage[] {
    const session = this.#session;
    if (session?.memberId !== memberId || session.offered === null) return [];
    if (!this.#holds(session.offered)) return [];
    return session.offered.open.flatMap(({ appId, place }) => {
      const app = visibleApps.find(({ id }) => id === appId);
      return app === undefined ? [] : [{ app, address: addressOfPlace(app.address, place) }];
    });
  }

  /**
   * Ends the offer after it was accepted or declined. Pages that this session opened stay stored.
   */
  forgetOffer(): void {
    const session = this.#session;
    if (session === null) return;
    const { memberId, offered, stored } = session;
    session.offered = null;
    if (stored === null || stored !== offered) return;
    session.stored = null;
    bestEffort(() => this.#parts.store.deleteSealed(placesRecord(memberId)));
  }

  #holds({ at }: Places): boolean {
    const { apps, clock } = this.#parts;
    return isWithinHours(at, clock.now().wallMs, apps.rules().reopenWithinHours);
  }

  #placesOf(open: readonly OpenPage[]): Places['open'] {
    const places = new Map<string, Places['open'][number]>();
    for (const { appId, address } of open) {
      const place = this.#placeIn(appId, address);
      if (place !== null) places.set(`${appId} ${place}`, { appId, place });
    }
    return [...places.values()].slice(-MOST_PLACES);
  }

  /** For a page of another origin, such as a sign-in page, the app's own address is kept. */
  #placeIn(appId: string, address: string): string | null {
    const app = this.#parts.apps.byId(appId);
    if (app === null) return null;
    const place = originOf(address) === originOf(app.address) ? placeOf(address) : '';
    return place.length > LONGEST_ADDRESS ? '' : place;
  }

  #document(memberId: string): SealedDocument<Places> {
    return new SealedDocument(this.#parts.store, placesRecord(memberId), placesSchema);
  }
}

function isNews(stored: Places | null, now: Places): boolean {
  if (stored === null || now.at - stored.at >= STILL_THERE_MS || now.at < stored.at) return true;
  return JSON.stringify(stored.open) !== JSON.stringify(now.open);
}
