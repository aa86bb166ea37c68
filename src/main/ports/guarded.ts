import type { AppPermission, SiteFinding } from '../../shared/clinic-apps/clinic-app.js';
import type { DraftView } from '../../shared/clinic-apps/guard-bar.js';
import type { ProbeReport } from '../../shared/clinic-apps/page-probe.js';
import type { SiteBounds } from '../../shared/clinic-apps/site-address.js';

/* The windows in which clinic apps open, as whoever opens and ends them needs them. */

/** What holds for the pages of an app. */
export interface SiteRules extends SiteBounds {
  /** Fingerprints of certificate authorities that hold in it. */
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

/** Whose session it is, as bars show it. */
export interface WindowOwner {
  readonly name: string;
  readonly colour: number;
}

/** What is kept of pages for their member, sealed. Never throws. */
export interface PageRecords {
  /** Another page is open in one of the windows. */
  visited(): void;
  /** What was typed into a page lately, and what was in forms of it that were sent. */
  typed(app: GuardedApp, address: string, report: ProbeReport): void;
  /**
   * A form was sent from the page at an address, which goes on to what the site answers.
   * @param body what was sent, as for the site; perhaps its beginning alone
   */
  sent(app: GuardedApp, address: string, body: Buffer): void;
  draftFor(appId: string, address: string): DraftView | null;
  hasSiteSignIn(app: GuardedApp): boolean;
}

/** An app whose windows are gone, with the cookies still there. */
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
    /** Deletes all of it. */
    wipe(): Promise<void>;
  };
}

/** What a site answered to a question without cookies. */
export interface SiteFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly finalAddress: string;
}

export interface GuardedBrowser {
  /** What is open, without tests, oldest first. */
  readonly places: readonly { readonly appId: string; readonly address: string }[];
  /** The apps of this session, without tests, also those whose windows were closed. */
  readonly apps: readonly GuardedApp[];
  /** Names of the apps whose windows hold input that was not sent, as last asked. */
  readonly unsaved: readonly string[];
  /** Opens an app, or brings its window to the front. */
  open(app: GuardedApp, owner: WindowOwner, address?: string): void;
  /** Opens an app in a window of its own, of which nothing is kept, and says what it came to. */
  test(app: GuardedApp, owner: WindowOwner): Promise<SiteFinding>;
  /** @returns `null` where there is none that is right */
  fetch(
    app: SiteBounds & Pick<SiteRules, 'authorities'>,
    address: string,
    wanted: { readonly maxBytes: number; readonly accept: string },
  ): Promise<SiteFile | null>;
  /** Closes an app that is not what it was: its rules were changed, or it is not to be seen. */
  closeApp(appId: string): void;
  /** The session is over: takes every window off the screen at once. */
  hideAll(): void;
  /**
   * Ends every page that was hidden, and its process.
   * @returns what all apps of the session leave, tests included
   */
  endAll(): readonly LeftByApp[];
  /** After the end of a session: takes back what was copied, and deletes what was downloaded. */
  clearTraces(): Promise<void>;
}
