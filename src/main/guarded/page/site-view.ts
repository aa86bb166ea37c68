import { type BrowserWindow, type WebContents, WebContentsView } from 'electron';
import { endProcesses } from '../../windows/hardening/end-process.js';
import { keepDragsWithin } from './drag-guard.js';
import type { SitePartition } from '../partition/site-partition.js';
import { SITE_PREFERENCES } from '../partition/site-preferences.js';

/** A page that neither closes nor objects within this time hangs, in milliseconds. */
const CLOSES_WITHIN_MS = 1_500;

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

  /**
   * Gives the page what the bar above it leaves of the window.
   * @param top the bar's height in CSS pixels; `all` moves the page out of sight, but does not hide it,
   *   because pages take that for being left
   */
  placeBelow(top: number | 'all'): void {
    if (this.#window.isDestroyed() || this.contents.isDestroyed()) return;
    const [width = 0, height = 0] = this.#window.getContentSize();
    if (top === 'all') {
      this.#view.setBounds({ ...this.#view.getBounds(), y: height });
      return;
    }
    this.#view.setBounds({ x: 0, y: top, width, height: Math.max(0, height - top) });
    this.#view.setVisible(true);
  }

  /**
   * Closes the page as a browser closes a tab: the page hears of it and may object.
   * @returns whether it objects; a page that does not answer counts as closed
   */
  close(): Promise<'closed' | 'objected'> {
    const { contents } = this;
    return new Promise((resolve) => {
      if (contents.isDestroyed()) {
        resolve('closed');
        return;
      }
      const done = (outcome: 'closed' | 'objected'): void => {
        clearTimeout(timer);
        contents.off('destroyed', closed);
        contents.off('will-prevent-unload', objected);
        resolve(outcome);
      };
      const closed = (): void => done('closed');
      const objected = ({ defaultPrevented }: { readonly defaultPrevented: boolean }): void => {
        if (!defaultPrevented) done('objected');
      };
      const timer = setTimeout(closed, CLOSES_WITHIN_MS);
      contents.once('destroyed', closed);
      // After the listeners that decide on it.
      contents.on('will-prevent-unload', objected);
      contents.close({ waitForBeforeUnload: true });
    });
  }

  /** Ends the page and its process without asking it. */
  destroy(): void {
    if (this.contents.isDestroyed()) return;
    // A page that hangs would keep its process until the system noticed.
    endProcesses(this.contents);
    this.contents.close();
  }
}
