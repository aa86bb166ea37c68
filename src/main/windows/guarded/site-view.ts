/* eslint-disable @typescript-eslint/no-deprecated -- BrowserView is the one view of a page within a
   window that both runtimes have (docs/decisions, 30); this file is all that knows it. */
import { BrowserView, type BrowserWindow, type Rectangle, type WebContents } from 'electron';
import { keepDragsWithin } from './drag-guard.js';
import type { SitePartition } from './site-partition.js';
import { SITE_PREFERENCES } from './site-preferences.js';

/** A page of the web within one of our windows. */
export class SiteView {
  readonly contents: WebContents;
  readonly #view: BrowserView;
  readonly #window: BrowserWindow;
  #isOn = false;

  constructor(window: BrowserWindow, partition: SitePartition) {
    this.#window = window;
    this.#view = new BrowserView({
      webPreferences: { ...SITE_PREFERENCES, session: partition.session },
    });
    this.contents = this.#view.webContents;
    if (!partition.rules.allows.clipboardOut) keepDragsWithin(this.contents);
    // A page without a background of its own is white in every browser.
    this.#view.setBackgroundColor('#ffffff');
  }

  /** @param bounds within the window, in CSS pixels; `null` takes the page off it */
  place(bounds: Rectangle | null): void {
    if (this.#window.isDestroyed()) return;
    if (bounds === null) {
      if (this.#isOn) this.#window.removeBrowserView(this.#view);
    } else {
      if (!this.#isOn) this.#window.addBrowserView(this.#view);
      this.#view.setBounds(bounds);
    }
    this.#isOn = bounds !== null;
  }

  /** Ends the page and its process without asking it. */
  destroy(): void {
    if (this.contents.isDestroyed()) return;
    // A page that hangs would keep its process until the system noticed.
    this.contents.forcefullyCrashRenderer();
    this.contents.close();
  }
}
