import type { DraftView } from '../../shared/clinic-apps/guard-bar.js';
import type { ProbeReport } from '../../shared/clinic-apps/page-probe.js';
import type { SystemDialogs } from '../ports/index.js';
import type { ClipboardWatch } from './clipboard/clipboard-watch.js';
import type { Probe } from './page/probe.js';
import type { SitePartition, SiteRules } from './partition/site-partition.js';

/** What a guarded window needs to know of its clinic app. */
export interface GuardedApp extends SiteRules {
  readonly id: string;
  readonly name: string;
  /** A `data:` address, or `null`. */
  readonly icon: string | null;
  readonly signOutAddress: string | null;
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

export interface GuardedWindowParts {
  readonly member: { readonly name: string; readonly colour: number };
  /** Opened by a test of the app: nothing of it is kept. */
  readonly isTest: boolean;
  readonly partition: SitePartition;
  /** Where it begins. */
  readonly address: string;
  /** Where this window's downloads go until the session ends. */
  readonly downloadsFolder: string;
  readonly records: PageRecords;
  readonly probe: Probe;
  readonly clipboard: ClipboardWatch;
  readonly dialogs: SystemDialogs;
  readonly onInput: () => void;
  readonly onLockNow: () => void;
  /** The person has closed the window, or its bar has crashed. */
  readonly onClosed: () => void;
}
