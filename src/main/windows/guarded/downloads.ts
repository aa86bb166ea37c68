import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { DownloadItem } from 'electron';
import type { DownloadView } from '../../../contract/guard-bar.js';
import { safeFileName } from './file-names.js';

/** Programs and what starts them, on any system: no clinic app has to send one. */
const PROGRAMS = new Set(
  (
    'apk app appimage bat cmd com cpl deb desktop dll dmg exe gadget hta inf ins iso jar js jse ' +
    'lnk mjs msc msi msix msp mst pif pkg ps1 psm1 py rb reg rpm run scf scr service sh sys ' +
    'url vb vbe vbs wsf wsh xpi'
  ).split(' '),
);

/** The most files that one window keeps at a time. */
const MOST_DOWNLOADS = 50;

interface Download {
  readonly id: number;
  readonly fileName: string;
  readonly path: string;
  readonly item: DownloadItem;
  state: DownloadView['state'];
}

export type DownloadRefusal = 'program' | 'tooMany' | 'noSpace';

/**
 * The files that one guarded window's pages sent: in a folder of the session, for this OS user's
 * eyes alone, under numbers instead of names, until the session ends.
 */
export class Downloads {
  readonly #folder: string;
  readonly #onChange: () => void;
  readonly #all = new Map<number, Download>();
  #lastId = 0;

  /** @param folder made with the first file */
  constructor(folder: string, onChange: () => void) {
    this.#folder = folder;
    this.#onChange = onChange;
  }

  get views(): readonly DownloadView[] {
    return [...this.#all.values()].map(({ id, fileName, item, state }) => {
      const total = state === 'running' ? item.getTotalBytes() : 0;
      const percent =
        state !== 'running' ? 100 : total > 0 ? (100 * item.getReceivedBytes()) / total : null;
      return { id, fileName, state, percent: percent === null ? null : Math.floor(percent) };
    });
  }

  get isFull(): boolean {
    return this.#all.size >= MOST_DOWNLOADS;
  }

  /** Takes a file that a page sends, or cancels it and says why. */
  take(item: DownloadItem): DownloadRefusal | null {
    const fileName = safeFileName(item.getFilename());
    const refusal = this.#whyNot(fileName);
    if (refusal !== null) {
      item.cancel();
      return refusal;
    }
    const id = ++this.#lastId;
    const path = join(this.#folder, String(id));
    item.setSavePath(path);
    const download: Download = { id, fileName, path, item, state: 'running' };
    this.#all.set(id, download);
    item.on('updated', () => this.#onChange());
    item.once('done', (_event, state) => {
      download.state = state === 'completed' ? 'done' : 'failed';
      this.#onChange();
    });
    return null;
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
    if (found.state === 'running') found.item.cancel();
    rmSync(found.path, { force: true });
    this.#onChange();
  }

  /**
   * The window is closed: stops what is under way, and deletes what came. What cannot be deleted now goes
   * with the session's folder.
   */
  end(): void {
    for (const { state, item } of this.#all.values()) if (state === 'running') item.cancel();
    this.#all.clear();
    rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
  }

  #whyNot(fileName: string): DownloadRefusal | null {
    if (PROGRAMS.has(extname(fileName).slice(1).toLowerCase())) return 'program';
    if (this.isFull) return 'tooMany';
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      return null;
    } catch {
      return 'noSpace';
    }
  }
}
