import { type DownloadItem, type WebContents, type WebFrameMain, webFrameMain } from 'electron';

/*
 * Documents (PDF) that a page shows, by a link, a frame or a pop-up. Chromium's own viewer is an extension,
 * which a partition in memory does not have: they come as files instead, and are shown by `pdf-windows.ts`.
 */

/** Chromium's viewer. A request for it is refused without a message: its document comes as a file. */
const VIEWER = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/';

export function isOfViewer(address: string): boolean {
  return address.startsWith(VIEWER);
}

type Headers = Record<string, string[]>;

const PDF = /^\s*application\/(x-)?pdf\s*(;|$)/i;

const DATA = /^data:application\/(x-)?pdf\b/i;

/** The script by which a page downloads what is at one of its own addresses. */
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
  /** `blob:` addresses that a page wants to go to, and whose content is checked first. */
  readonly #asked = new Set<string>();
  /** The `blob:` addresses that turned out to be pages. */
  readonly #pages = new Set<string>();
  /** How many documents from `data:` addresses are still to come. Chromium cuts these addresses short. */
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
   * Downloads a document that is in the address itself, because a page may not show such an address.
   * @returns whether there is one in it
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
    // What a page made goes with the page. So the page stays, and its target is first downloaded as a file.
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
      // The frame is gone.
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
