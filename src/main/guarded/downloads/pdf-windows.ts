import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { app, BrowserWindow, session, type Session } from 'electron';
import type { ShownPdf } from '../../../shared/clinic-apps/shown-pdf.js';
import { spoken } from '../../../shared/words/say.js';
import { PDF_PAGE, serveAppPages } from '../../windows/hardening/app-protocol.js';
import { endProcess } from '../../windows/hardening/end-process.js';
import { hardenSession } from '../../windows/hardening/hardening.js';
import { listenForLock, PersonInput } from '../../windows/input/person-input.js';
import type { GuardedWindowParts } from '../guarded-parts.js';
import { placeOf, type PopUp } from '../pop-ups/pop-ups.js';
import { SITE_PREFERENCES } from '../partition/site-preferences.js';

/** The most documents that are open at a time: with one more the oldest goes. */
const MOST_DOCUMENTS = 5;

export interface PdfWindowParts extends Pick<
  GuardedWindowParts,
  'onInput' | 'dialogs' | 'onLockNow'
> {
  readonly memberName: string;
  readonly mayPrint: boolean;
  readonly parent: PopUp;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/**
 * Shows the documents of one guarded window's pages, each in a window of ours. The window's page has no
 * bridge, runs nothing of the document, and is not in the site's partition. Chromium's own viewer is an
 * extension, which partitions in memory do not have (electron#27121), and its buttons for printing and
 * saving do not know our rules.
 */
export class PdfWindows {
  readonly #parts: PdfWindowParts;
  readonly #open = new Set<PopUp>();
  #session: Session | null = null;
  #isOver = false;

  constructor(parts: PdfWindowParts) {
    this.#parts = parts;
  }

  open(name: string, bytes: Buffer): void {
    const { memberName, mayPrint, parent, onLockNow, onFocus, onBlur, onInput } = this.#parts;
    if (this.#isOver || parent.isDestroyed()) return;
    const [oldest] = this.#open;
    if (oldest !== undefined && this.#open.size >= MOST_DOCUMENTS) this.#end(oldest);
    const window = new BrowserWindow({
      parent,
      show: false,
      title: `${name} · ${memberName}`,
      ...placeOf(parent, { width: 900, height: 2_000 }),
      autoHideMenuBar: true,
      fullscreenable: false,
      webPreferences: { ...SITE_PREFERENCES, session: (this.#session ??= viewerSession()) },
    });
    this.#open.add(window);
    window.setMenuBarVisibility(false);
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('focus', onFocus);
    window.on('blur', onBlur);
    window.on('close', (event) => {
      if (this.#isOver) return;
      event.preventDefault();
      // System dialogs close before their page, because they may outlive it.
      void this.#parts.dialogs.close().then(() => this.#end(window));
    });
    new PersonInput(onInput).listen(window.webContents);
    listenForLock(window.webContents, onLockNow);
    const file = { name, base64: bytes.toString('base64'), mayPrint };
    const shown: ShownPdf = { ...file, language: spoken() };
    window
      .loadURL(PDF_PAGE)
      .then(() => {
        if (this.#isOver || !this.#open.has(window)) return;
        window.show();
        return window.webContents.executeJavaScript(`showPdf(${JSON.stringify(shown)})`);
      })
      // The window was closed meanwhile.
      .catch(() => undefined);
  }

  /** Hides all windows for good. */
  hide(): void {
    this.#isOver = true;
    for (const window of this.#open) if (!window.isDestroyed()) window.hide();
  }

  destroy(): void {
    this.#isOver = true;
    for (const window of [...this.#open]) this.#end(window);
  }

  #end(window: PopUp): void {
    this.#open.delete(window);
    if (window.isDestroyed()) return;
    endProcess(window.webContents);
    window.destroy();
  }
}

/** In memory, with nothing in it but our page. */
function viewerSession(): Session {
  const partition = session.fromPartition(`documents ${randomUUID()}`);
  hardenSession(partition);
  serveAppPages(partition, join(app.getAppPath(), 'out', 'renderer'));
  return partition;
}
