import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DownloadItem } from 'electron';
import type { DownloadView } from '../../../shared/clinic-apps/guard-bar.js';
import { orElse } from '../../ports/or-else.js';
import { safeFileName } from './file-names.js';
import { isKeptKind, isWhatItSays } from './kept-kinds.js';

/** The most files that one window keeps at a time. */
const MOST_DOWNLOADS = 50;

interface Download {
  readonly id: number;
  readonly fileName: string;
  readonly path: string;
  readonly item: DownloadItem;
  state: DownloadView['state'];
  /** Whether it is still coming; afterwards Electron's item must not be used any more. */
  isComing: boolean;
}

export type DownloadRefusal = 'kind' | 'content' | 'tooMany' | 'noSpace';

/**
 * The files that one guarded window's pages sent. Until the window closes they are in a folder of the
 * session that only this OS user can read, under numbers instead of names.
 */
export class Downloads {
  readonly #folder: string;
  readonly #onChange: () => void;
  readonly #onRefused: (refusal: DownloadRefusal) => void;
  readonly #all = new Map<number, Download>();
  #lastId = 0;

  /**
   * @param folder made with the first file
   * @param onRefused called when a file came that is not kept after all
   */
  constructor(folder: string, onChange: () => void, onRefused: (refusal: DownloadRefusal) => void) {
    this.#folder = folder;
    this.#onChange = onChange;
    this.#onRefused = onRefused;
  }

  get views(): readonly DownloadView[] {
    return [...this.#all.values()].map(({ id, fileName, item, state, isComing }) => {
      const total = isComing ? item.getTotalBytes() : 0;
      const percent = !isComing ? 100 : total > 0 ? (100 * item.getReceivedBytes()) / total : null;
      return { id, fileName, state, percent: percent === null ? null : Math.floor(percent) };
    });
  }

  get isFull(): boolean {
    return this.#all.size >= MOST_DOWNLOADS;
  }

  /**
   * Takes a file that a page sends, or cancels it and says why. Its content is checked when it is complete;
   * until then it cannot be saved.
   */
  take(item: DownloadItem, fileName = safeFileName(item.getFilename())): DownloadRefusal | null {
    const refusal = this.#whyNot(fileName);
    if (refusal !== null) {
      item.cancel();
      return refusal;
    }
    const id = ++this.#lastId;
    const path = join(this.#folder, String(id));
    item.setSavePath(path);
    const download: Download = { id, fileName, path, item, state: 'running', isComing: true };
    this.#all.set(id, download);
    item.on('updated', () => this.#onChange());
    item.once('done', (_event, state) => {
      download.isComing = false;
      if (state === 'completed') void this.#came(download);
      else download.state = 'failed';
      this.#onChange();
    });
    return null;
  }

  /** Takes a file that is only shown: whoever shows it deletes it. */
  takeForNow(item: DownloadItem): DownloadRefusal | null {
    if (!this.#hasFolder()) {
      item.cancel();
      return 'noSpace';
    }
    item.setSavePath(join(this.#folder, `shown-${++this.#lastId}`));
    return null;
  }

  async #came(download: Download): Promise<void> {
    const isGood = await isWhatItSays(download.path, download.fileName).catch(() => null);
    // Removed meanwhile, or the window is closed.
    if (this.#all.get(download.id) !== download) return;
    if (isGood === false) {
      this.remove(download.id);
      this.#onRefused('content');
      return;
    }
    download.state = isGood === null ? 'failed' : 'done';
    this.#onChange();
  }

  /** Where a complete file is, and what it is called, or `null`. */
  find(id: number): { readonly path: string; readonly fileName: string } | null {
    const found = this.#all.get(id);
    return found?.state === 'done' ? found : null;
  }

  remove(id: number): void {
    const found = this.#all.get(id);
    if (found === undefined) return;
    this.#all.delete(id);
    if (found.isComing) found.item.cancel();
    rmSync(found.path, { force: true });
    this.#onChange();
  }

  /**
   * The window is closed: stops what is under way, and deletes what came. What cannot be deleted now goes
   * with the session's folder.
   */
  end(): void {
    for (const { isComing, item } of this.#all.values()) if (isComing) item.cancel();
    this.#all.clear();
    rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
  }

  #whyNot(fileName: string): DownloadRefusal | null {
    if (!isKeptKind(fileName)) return 'kind';
    if (this.isFull) return 'tooMany';
    return this.#hasFolder() ? null : 'noSpace';
  }

  #hasFolder(): boolean {
    return orElse(() => {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      return true;
    }, false);
  }
}
