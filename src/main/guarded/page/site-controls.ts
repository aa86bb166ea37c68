import type { WebContents } from 'electron';
import type { SiteCommand } from '../../../shared/clinic-apps/guard-bar.js';
import { endProcess } from '../../windows/hardening/end-process.js';
import type { Bar } from '../bar.js';
import type { GuardedApp } from '../../ports/index.js';
import { forbidPrinting } from './printing.js';
import { watchForHangs } from './hang-watch.js';
import { nextZoom } from './zoom.js';

/** Moves one guarded window's page, as the controls of a browser do. */
export class SiteControls {
  readonly #site: WebContents;
  readonly #bar: Bar;
  readonly #app: GuardedApp;
  /** The address that the page is at, or should be. */
  address: string;

  constructor(site: WebContents, bar: Bar, app: GuardedApp, address: string) {
    this.#site = site;
    this.#bar = bar;
    this.#app = app;
    this.address = address;
  }

  /**
   * Loads the first page.
   * @throws when printing is off and could not be taken from the page
   */
  async begin(): Promise<void> {
    if (!this.#app.allows.printing) {
      watchForHangs(this.#site, (page) => this.#bar.change({ page }));
      await forbidPrinting(this.#site);
    }
    if (!this.#site.isDestroyed()) this.load(this.address);
  }

  load(address: string): void {
    this.address = address;
    this.#bar.change({ page: { state: 'shown' } });
    // A failure is told by `did-fail-load`.
    void this.#site.loadURL(address).catch(() => undefined);
  }

  /** The page was not left after all: the bar shows its present address again, not where it was to go. */
  stayed(): void {
    if (this.#site.isDestroyed() || this.#bar.state.page.state !== 'shown') return;
    this.address = this.#site.getURL();
    this.#bar.refresh();
  }

  command(command: SiteCommand): void {
    if (this.#site.isDestroyed()) return;
    switch (command) {
      case 'back':
        this.#site.navigationHistory.goBack();
        return;
      case 'forward':
        this.#site.navigationHistory.goForward();
        return;
      case 'home':
        this.load(this.#app.address);
        return;
      case 'reload':
        this.#reload();
        return;
      case 'zoomIn':
      case 'zoomOut':
      case 'zoomReset':
        this.#site.setZoomFactor(nextZoom(this.#site.getZoomFactor(), command));
        this.#bar.refresh();
    }
  }

  /** @param again whether it is the same text as before, to be found once more */
  find(text: string, forward: boolean, again: boolean): void {
    if (text === '') this.endFind('clearSelection');
    else this.#site.findInPage(text, { forward, findNext: !again });
  }

  endFind(selection: 'clearSelection' | 'keepSelection'): void {
    this.#site.stopFindInPage(selection);
    this.#bar.change({ found: null });
  }

  print(): void {
    if (this.#app.allows.printing && this.#bar.state.page.state === 'shown') this.#site.print({});
  }

  #reload(): void {
    const { state } = this.#bar.state.page;
    if (state === 'shown') this.#site.reload();
    else if (state === 'hung' && !this.#site.isCrashed()) {
      // Loads when the process is gone: an earlier load would end with it.
      this.#site.once('render-process-gone', () => this.load(this.address));
      endProcess(this.#site);
    } else this.load(this.address);
  }
}
