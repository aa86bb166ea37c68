import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { WebContents } from 'electron';
import type { PushedView } from '../../shared/requests/views.js';
import type { SiteFinding } from '../../shared/clinic-apps/clinic-app.js';
import type {
  Clipboards,
  GuardedApp,
  GuardedBrowser,
  LeftByApp,
  WindowOwner,
} from '../ports/index.js';
import { isPageOf } from '../windows/hardening/app-protocol.js';
import { ClipboardWatch } from './clipboard/clipboard-watch.js';
import type { GuardedWindowParts } from './guarded-parts.js';
import { DownloadFolder } from './downloads/download-folder.js';
import { GuardedWindow } from './guarded-window.js';
import { Probe } from './page/probe.js';
import { fetchFromSite } from './partition/site-fetch.js';
import { SitePartition } from './partition/site-partition.js';
import { findOut } from './partition/site-test.js';

export interface GuardedWindowsParts extends Pick<
  GuardedWindowParts,
  'records' | 'dialogs' | 'onInput' | 'onLockNow'
> {
  readonly clipboards: Clipboards;
  /** Called with what is left to clear of an app that must not be open any more, or of a test. */
  readonly onLeft: (left: LeftByApp) => void;
  /** Where downloads go until their session ends. */
  readonly downloadsFolder: string;
  readonly probeScript: string;
}

/**
 * The windows of clinic apps, all of one member's session: one for each app. An app's partition lives
 * as long as the session, so that a window that was closed comes back signed in.
 */
export class GuardedWindows implements GuardedBrowser {
  readonly #parts: GuardedWindowsParts;
  readonly #probe: Probe;
  readonly #clipboard: ClipboardWatch;
  /** What is copied in the app's own windows, an emergency key for example. */
  readonly #ownClipboard: ClipboardWatch;
  readonly #open = new Set<GuardedWindow>();
  readonly #partitions = new Map<string, LeftByApp & { readonly partition: SitePartition }>();
  /** Of ended sessions: hidden windows to be destroyed, and what is left to clear. */
  readonly #ending: GuardedWindow[] = [];
  readonly #left: LeftByApp[] = [];
  readonly #downloads: DownloadFolder;

  constructor(parts: GuardedWindowsParts) {
    this.#parts = parts;
    this.#probe = new Probe(parts.probeScript);
    this.#clipboard = new ClipboardWatch(parts.clipboards.boards);
    this.#ownClipboard = new ClipboardWatch(parts.clipboards.boards);
    this.#downloads = new DownloadFolder(parts.downloadsFolder);
  }

  open(app: GuardedApp, owner: WindowOwner, address = app.address): void {
    const found = this.#windowsOf(app.id)[0];
    if (found !== undefined) {
      found.show();
      return;
    }
    const known = this.#partitions.get(app.id);
    const partition = known?.partition ?? new SitePartition(app);
    this.#partitions.set(app.id, { app, partition, isTest: false });
    this.#add(app, { member: owner, address, partition, isTest: false });
    this.#parts.records.visited();
  }

  readonly fetch = fetchFromSite;

  test(app: GuardedApp, owner: WindowOwner): Promise<SiteFinding> {
    for (const window of [...this.#open]) if (window.isTest) this.#close(window);
    const partition = new SitePartition(app);
    const own = { member: owner, address: app.address, partition, isTest: true };
    return findOut(this.#add(app, own));
  }

  /** The guarded window whose bar asks. */
  of(contents: WebContents): GuardedWindow | undefined {
    // A window that is hidden for good still says what it has painted.
    return [...this.#open, ...this.#ending].find(({ window }) => window.webContents === contents);
  }

  /** @throws when it is none of these windows, which the gate has ruled out */
  readView(contents: WebContents): PushedView {
    const window = this.of(contents);
    if (window === undefined) throw new Error('This window was closed.');
    return window.bar.read();
  }

  /** Whether a message comes from the bar of one of these windows. */
  kindOf(contents: WebContents, url: string): 'bar' | null {
    return this.of(contents) !== undefined && isPageOf('bar', url) ? 'bar' : null;
  }

  get places(): readonly { readonly appId: string; readonly address: string }[] {
    return [...this.#open]
      .filter(({ isTest }) => !isTest)
      .map(({ app, address }) => ({ appId: app.id, address }));
  }

  get apps(): readonly GuardedApp[] {
    return [...this.#partitions.values()].map(({ app }) => app);
  }

  get unsaved(): readonly string[] {
    return this.#withUnsaved().map(({ app }) => app.name);
  }

  /** Looks whether something was typed into a page and not sent. No page hears of it. */
  async readUnsaved(): Promise<void> {
    await Promise.all([...this.#open].map((window) => window.typed.read()));
  }

  /** Brings a window with input that was not sent to the front. */
  showUnsaved(): void {
    this.#withUnsaved()[0]?.showUnsaved();
  }

  /** Puts a text of a member's own onto the clipboard. */
  copy(text: string): void {
    this.#parts.clipboards
      .copyText(text)
      .catch((error: unknown) => process.emitWarning(String(error)));
  }

  /** One of the app's own windows got the focus. */
  ownFocused(): void {
    this.#ownClipboard.focused();
  }

  /** Such a window lost the focus: what was copied there may be pasted anywhere until the session ends. */
  ownBlurred(): void {
    void this.#ownClipboard.blurred(true);
  }

  /** Something that bars show has changed. */
  refresh(): void {
    for (const { bar } of this.#open) bar.refresh();
  }

  closeApp(appId: string): void {
    for (const window of this.#windowsOf(appId)) this.#close(window);
    const left = this.#partitions.get(appId);
    this.#partitions.delete(appId);
    if (left !== undefined) this.#parts.onLeft(left);
  }

  hideAll(): void {
    for (const window of this.#open) {
      window.hide();
      this.#ending.push(window);
      if (window.isTest) this.#left.push(window);
    }
    this.#left.push(...this.#partitions.values());
    this.#open.clear();
    this.#partitions.clear();
  }

  endAll(): readonly LeftByApp[] {
    for (const window of this.#ending.splice(0)) window.destroy();
    return this.#left.splice(0);
  }

  async clearTraces(): Promise<void> {
    await Promise.all([
      this.#downloads.clear(),
      this.#clipboard.clear(),
      this.#ownClipboard.clear(),
    ]);
  }

  #windowsOf(appId: string): readonly GuardedWindow[] {
    return [...this.#open].filter(({ app, isTest }) => !isTest && app.id === appId);
  }

  #withUnsaved(): readonly GuardedWindow[] {
    return [...this.#open].filter(({ typed }) => typed.isUnsaved);
  }

  #add(
    app: GuardedApp,
    own: Pick<GuardedWindowParts, 'member' | 'address' | 'partition' | 'isTest'>,
  ): GuardedWindow {
    const window: GuardedWindow = new GuardedWindow(app, {
      ...this.#parts,
      ...own,
      downloadsFolder: join(this.#downloads.path, randomUUID()),
      probe: this.#probe,
      clipboard: this.#clipboard,
      onClosed: () => this.#close(window),
    });
    this.#open.add(window);
    return window;
  }

  #close(window: GuardedWindow): void {
    if (!this.#open.delete(window)) return;
    window.hide();
    window.destroy();
    if (window.isTest) this.#parts.onLeft(window);
    else this.#parts.records.visited();
  }
}
