import { type BrowserWindow, type Rectangle, type WebContents, WebContentsView } from 'electron';
import { keepDragsWithin } from './drag-guard.js';
import type { SitePartition } from './site-partition.js';
import { SITE_PREFERENCES } from './site-preferences.js';

/** A page of the web within one of our windows. */
export class SiteView {
  readonly contents: WebContents;
  readonly #view: WebContentsView;
  readonly #window: BrowserWindow;

  constructor(window: BrowserWindow, partition: SitePartition) {
    this.#window = window;
    this.#view = new WebContentsView({
      webPreferences: { ...SITE_PREFERENCES, session: partition.session },
    });
    this.contents = this.#view.webContents;
    if (!partition.rules.allows.clipboardOut) keepDragsWithin(this.contents);
    // A page without a background of its own is white in every browser.
    this.#view.setBackgroundColor('#ffffff');
    this.#view.setVisible(false);
    window.contentView.addChildView(this.#view);
  }

  /** @param bounds within the window, in CSS pixels; `null` takes the page off it */
  place(bounds: Rectangle | null): void {
    if (this.#window.isDestroyed()) return;
    if (bounds !== null) this.#view.setBounds(bounds);
    this.#view.setVisible(bounds !== null);
  }

  /** Ends the page and its process without asking it. */
  destroy(): void {
    if (this.contents.isDestroyed()) return;
    // A page that hangs would keep its process until the system noticed.
    this.contents.forcefullyCrashRenderer();
    this.contents.close();
  }
}
