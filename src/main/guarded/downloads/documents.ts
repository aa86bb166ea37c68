import { type DownloadItem, type WebContents, type WebFrameMain, webFrameMain } from 'electron';

/*
 * Documents (PDF) that a page shows, by a link, a frame or a pop-up. Chromium's own viewer is an extension,
 * which a partition in memory does not have: they come as files instead, and are shown by `pdf-windows.ts`.
 */

/** Chromium's viewer asks for itself in vain, and quietly: what it was to show is on its way. */
const VIEWER = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/';

export function isOfViewer(address: string): boolean {
  return address.startsWith(VIEWER);
}

type Headers = Record<string, string[]>;

const PDF = /^\s*application\/(x-)?pdf\s*(;|$)/i;

const DATA = /^data:application\/(x-)?pdf\b/i;

/** Asks for what is at an address of the page's own as a file. */
function asFile(address: string): string {
  return `(() => {
    const link = document.createElement('a');
    link.href = ${JSON.stringify(address)};
    link.download = '';
    link.click();
    return true;
  })()`;
}

const IS_DOCUMENT = `document.contentType === 'application/pdf'`;

/** Knows which files of a partition are documents that a page wanted to show. */
export class ShownDocuments {
  /** Addresses whose file is still to come. */
  readonly #awaited = new Set<string>();
  /** Addresses in memory that a page wants to go to, and that are looked at first. */
  readonly #asked = new Set<string>();
  /** Of those, what turned out to be a page. */
  readonly #pages = new Set<string>();
  /** How many documents are still to come that are in an address (`data:`), which Chromium cuts short. */
  #awaitedData = 0;

  /**
   * @param headers of an answer that a page, a frame or an object is to show
   * @returns the headers with which it comes as a file, or `null` when it is no document
   */
  asFile(address: string, headers: Headers): Headers | null {
    const type = valueOf(headers, 'content-type');
    const disposition = valueOf(headers, 'content-disposition') ?? 'inline';
    if (type === null || !PDF.test(type) || /^\s*attachment/i.test(disposition)) return null;
    this.#awaited.add(address);
    const others = Object.entries(headers).filter(
      ([name]) => !isNamed(name, 'content-disposition'),
    );
    const parameters = /;.*$/s.exec(disposition)?.[0] ?? '';
    return { ...Object.fromEntries(others), 'content-disposition': [`attachment${parameters}`] };
  }

  /**
   * Takes a document that is in the address itself, as which it may not be shown.
   * @returns whether it is one
   */
  takeData(contents: WebContents, address: string): boolean {
    if (!DATA.test(address)) return false;
    this.#awaitedData += 1;
    const forget = (): void => void (this.#awaitedData -= 1);
    contents.mainFrame.executeJavaScript(asFile(address), true).catch(forget);
    return true;
  }

  /** Looks for documents that have no headers: those that a page made itself. */
  watch(contents: WebContents): void {
    // What a page made goes with the page: it stays, and what it goes to is asked for as a file first.
    contents.on('will-navigate', (event) => {
      const { url } = event;
      if (event.defaultPrevented || !url.startsWith('blob:') || this.#pages.delete(url)) return;
      event.preventDefault();
      this.#asked.add(url);
      contents.mainFrame
        .executeJavaScript(asFile(url), true)
        .catch(() => void this.#asked.delete(url));
    });
    contents.on(
      'did-frame-navigate',
      (_event, address, _code, _text, _isMainFrame, processId, routingId) => {
        const frame = webFrameMain.fromId(processId, routingId);
        if (address.startsWith('blob:') && frame !== undefined) void this.#look(frame, address);
      },
    );
  }

  /** What a file is that comes. */
  take(item: DownloadItem, contents: WebContents): 'file' | 'document' | 'page' {
    const address = item.getURL();
    if (this.#awaited.delete(address)) return 'document';
    if (this.#awaitedData > 0 && DATA.test(address)) {
      this.#awaitedData -= 1;
      return 'document';
    }
    if (!this.#asked.delete(address)) return 'file';
    if (PDF.test(item.getMimeType())) return 'document';
    this.#pages.add(address);
    contents.mainFrame
      .executeJavaScript(`location.href = ${JSON.stringify(address)}`, true)
      .catch(() => void this.#pages.delete(address));
    return 'page';
  }

  async #look(frame: WebFrameMain, address: string): Promise<void> {
    this.#awaited.add(address);
    try {
      if ((await frame.executeJavaScript(IS_DOCUMENT)) === true)
        await frame.executeJavaScript(asFile(address), true);
      else this.#awaited.delete(address);
    } catch {
      // It is gone.
      this.#awaited.delete(address);
    }
  }
}

function isNamed(name: string, wanted: string): boolean {
  return name.toLowerCase() === wanted;
}

function valueOf(headers: Headers, wanted: string): string | null {
  return Object.entries(headers).find(([name]) => isNamed(name, wanted))?.[1][0] ?? null;
}
