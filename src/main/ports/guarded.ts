import type { AppPermission, SiteFinding } from '../../shared/clinic-apps/clinic-app.js';
import type { DraftView } from '../../shared/clinic-apps/guard-bar.js';
import type { ProbeReport } from '../../shared/clinic-apps/page-probe.js';
import type { SiteBounds } from '../../shared/clinic-apps/site-address.js';

/* The ports to the windows of clinic apps, for the code that opens and ends them. */

/** The rules for the pages of an app. */
export interface SiteRules extends SiteBounds {
  /** Fingerprints of certificate authorities that an administrator allowed for the app. */
  readonly authorities: readonly string[];
  readonly allows: Readonly<Record<AppPermission, boolean>>;
}

/** What a guarded window needs to know of its clinic app. */
export interface GuardedApp extends SiteRules {
  readonly id: string;
  readonly name: string;
  /** A `data:` address, or `null`. */
  readonly icon: string | null;
  readonly signOutAddress: string | null;
}

/** The member of the session, as bars show the member. */
export interface WindowOwner {
  readonly name: string;
  readonly colour: number;
}

/** What is kept of pages for their member, sealed. Never throws. */
export interface PageRecords {
  /** Another page opened in one of the windows. */
  visited(): void;
  /** Notes what was typed into a page lately, and what its sent forms held. */
  typed(app: GuardedApp, address: string, report: ProbeReport): void;
  /**
   * A form was sent from the page at `address`; the window goes on to the site's answer.
   * @param body the bytes that the site gets, or only their beginning
   */
  sent(app: GuardedApp, address: string, body: Buffer): void;
  draftFor(appId: string, address: string): DraftView | null;
  hasSiteSignIn(app: GuardedApp): boolean;
}

/** An app whose windows are gone, but whose cookies are still there. */
export interface LeftByApp {
  readonly app: GuardedApp;
  readonly isTest: boolean;
  readonly partition: {
    /**
     * Asks the site with the cookies of the session.
     * @returns the HTTP status
     * @throws when there is no answer, or `signal` aborts
     */
    call(address: string, signal: AbortSignal): Promise<number>;
    /** Deletes what pages stored; cookies stay. */
    wipeStorage(): Promise<void>;
    /** Deletes everything, cookies too. */
    wipe(): Promise<void>;
  };
}

/** The site's answer to a request without cookies. */
export interface SiteFile {
  /** The media type as the server names it. */
  readonly type: string;
  readonly bytes: Buffer;
  /** The address after all redirects. */
  readonly finalAddress: string;
}

export interface GuardedBrowser {
  /** What is open, without tests, oldest first. */
  readonly places: readonly { readonly appId: string; readonly address: string }[];
  /** The apps of this session, without tests, also those whose windows were closed. */
  readonly apps: readonly GuardedApp[];
  /** Names of the apps whose windows held unsent input at the last check. */
  readonly unsaved: readonly string[];
  /** Opens an app, or brings its window to the front. */
  open(app: GuardedApp, owner: WindowOwner, address?: string): void;
  /** Opens an app in a test window of its own, of which nothing is kept. @returns what the test found */
  test(app: GuardedApp, owner: WindowOwner): Promise<SiteFinding>;
  /** Requests a file without cookies. @returns `null` when there is no such file within `wanted` */
  fetch(
    app: SiteBounds & Pick<SiteRules, 'authorities'>,
    address: string,
    wanted: { readonly maxBytes: number; readonly accept: string },
  ): Promise<SiteFile | null>;
  /** Closes an app whose settings were changed, or that the member may not see any more. */
  closeApp(appId: string): void;
  /** The session is over: takes every window off the screen at once. */
  hideAll(): void;
  /**
   * Ends every page that was hidden, and its process.
   * @returns what all apps of the session leave, tests included
   */
  endAll(): readonly LeftByApp[];
  /** After the end of a session: clears what was copied, and deletes what was downloaded. */
  clearTraces(): Promise<void>;
}
