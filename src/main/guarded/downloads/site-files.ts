import { readFile, rm } from 'node:fs/promises';
import { BrowserWindow, type DownloadItem, type WebContents } from 'electron';
import { say } from '../../../shared/words/say.js';
import type { Bar } from '../bar.js';
import { Downloads } from './downloads.js';
import { safeFileName } from './file-names.js';
import type { GuardedApp } from '../../ports/index.js';
import type { GuardedWindowParts } from '../guarded-parts.js';
import { PdfWindows } from './pdf-windows.js';
import { closeIfEmpty, type PopUp } from '../pop-ups/pop-ups.js';
import { documentNotThere, downloadRefused } from '../partition/site-words.js';

/** The largest document that is shown, in bytes. */
const LARGEST_DOCUMENT = 100_000_000;
/** Chromium's names for a file without a name, such as the id of its `blob:` address. */
const NUMBERED = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|download)(\.pdf)?$/i;

/** The part of the guarded window that is needed here. */
interface WindowOfFiles {
  readonly app: GuardedApp;
  readonly window: PopUp;
  readonly site: WebContents;
  readonly bar: Bar;
  say(message: string): void;
}

/** Handles the files that one guarded window's pages send, and the documents that they show. */
export class SiteFiles {
  readonly downloads: Downloads;
  readonly #window: WindowOfFiles;
  readonly #documents: PdfWindows;
  /** Documents that are on their way. */
  readonly #coming = new Set<DownloadItem>();
  #isOver = false;

  /** @param onBlur called when a window with a document loses the focus */
  constructor(guarded: WindowOfFiles, parts: GuardedWindowParts, onBlur: () => void) {
    this.#window = guarded;
    this.downloads = new Downloads(
      parts.downloadsFolder,
      () => guarded.bar.refresh(),
      (refusal) => guarded.say(downloadRefused(refusal, guarded.app.name)),
    );
    this.#documents = new PdfWindows({
      ...parts,
      memberName: parts.member.name,
      mayPrint: guarded.app.allows.printing,
      parent: guarded.window,
      onFocus: () => parts.clipboard.focused(),
      onBlur,
    });
  }

  /** A file to be kept, or refused. */
  download(item: DownloadItem, contents: WebContents): void {
    const { app, site, bar } = this.#window;
    if (contents !== site) void closeIfEmpty(contents);
    const refusal = app.allows.downloads ? this.downloads.take(item) : 'off';
    if (refusal !== null) this.#window.say(downloadRefused(refusal, app.name));
    else if (bar.state.panel === 'none') bar.change({ panel: 'downloads' });
    else bar.refresh();
  }

  /** A document that a page shows: seen in a window of its own, and kept only where downloads are on. */
  show(item: DownloadItem, contents: WebContents): void {
    const { app, bar } = this.#window;
    const isKept = app.allows.downloads && !this.downloads.isFull;
    const refusal = isKept
      ? this.downloads.take(item, documentName(item))
      : this.downloads.takeForNow(item);
    bar.refresh();
    if (refusal !== null) {
      this.#leave(item, contents);
      this.#window.say(downloadRefused(refusal, app.name));
      return;
    }
    const path = item.getSavePath();
    item.on('updated', () => {
      if (item.getReceivedBytes() > LARGEST_DOCUMENT) item.cancel();
    });
    this.#coming.add(item);
    item.once('done', (_event, state) => {
      this.#coming.delete(item);
      // Not earlier: what a page made goes with the page.
      this.#leave(item, contents);
      void this.#arrived(item, { path, isKept, isWhole: state === 'completed' });
    });
  }

  end(): void {
    this.#isOver = true;
    for (const item of this.#coming) item.cancel();
    this.#documents.destroy();
    this.downloads.end();
  }

  hide(): void {
    this.#isOver = true;
    this.#documents.hide();
  }

  /** Leaves the page that wanted to show the document: a pop-up closes, the window's page goes back. */
  #leave(item: DownloadItem, contents: WebContents): void {
    const { site } = this.#window;
    if (this.#isOver || contents.isDestroyed()) return;
    const isItself = contents.getURL() === item.getURL();
    if (contents !== site) {
      if (isItself) BrowserWindow.fromWebContents(contents)?.close();
      else void closeIfEmpty(contents);
    } else if (isItself && site.navigationHistory.canGoBack()) site.navigationHistory.goBack();
  }

  async #arrived(
    item: DownloadItem,
    { path, isKept, isWhole }: { path: string; isKept: boolean; isWhole: boolean },
  ): Promise<void> {
    const name = documentName(item);
    try {
      if (this.#isOver) return;
      if (item.getReceivedBytes() > LARGEST_DOCUMENT)
        this.#window.say(say('“{name}” is too large to be shown here.', { name }));
      else if (!isWhole) this.#window.say(documentNotThere(name));
      else this.#documents.open(name, await readFile(path));
    } catch {
      this.#window.say(documentNotThere(name));
    } finally {
      if (!isKept) await rm(path, { force: true }).catch(() => undefined);
    }
  }
}

/** The site's name for a document, with the ending `.pdf`. */
function documentName(item: DownloadItem): string {
  const given = item.getFilename();
  if (NUMBERED.test(given)) return 'Document.pdf';
  const name = safeFileName(given);
  return /\.pdf$/i.test(name) ? name : safeFileName(`${name}.pdf`);
}
