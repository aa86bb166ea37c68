import { copyFile, chmod, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { BaseWindow, SaveDialogOptions, SaveDialogReturnValue } from 'electron';
import { say } from '../../../shared/words/say.js';
import type { Documents, SaveOutcome } from '../../ports/index.js';

/** Only this OS user may read and write. */
const MODE = 0o600;

/** The part of an Electron window that a dialog on it needs. */
export type ParentWindow = Pick<BaseWindow, 'isDestroyed' | 'destroy'>;

/** The part of Electron's dialogs that is used here: always on a window. */
interface SavingDialog {
  showSaveDialog(window: ParentWindow, options: SaveDialogOptions): Promise<SaveDialogReturnValue>;
}

/** The system's open save dialogs, each on the window that asked. */
export class SaveDialogs {
  readonly #dialog: SavingDialog;
  readonly #open = new Set<{ readonly window: ParentWindow }>();

  constructor(dialog: SavingDialog) {
    this.#dialog = dialog;
  }

  async show(window: ParentWindow, options: SaveDialogOptions): Promise<SaveDialogReturnValue> {
    const open = { window };
    this.#open.add(open);
    try {
      return await this.#dialog.showSaveDialog(window, options);
    } finally {
      this.#open.delete(open);
    }
  }

  /**
   * Destroys the windows that have an open dialog. Electron has no other way to close a dialog: Windows and
   * macOS close it with its window; under Wayland it stays open, and would block its window.
   * @returns whether there were any
   */
  endWithWindows(): boolean {
    const windows = [...this.#open].map(({ window }) => window);
    for (const window of windows) if (!window.isDestroyed()) window.destroy();
    return windows.length > 0;
  }
}

export interface DocumentParts {
  readonly dialogs: SaveDialogs;
  /**
   * The window that asks, or `null` once it is gone. A process of the desktop may show the dialog: without
   * a window nothing could find the dialog when the session ends.
   */
  readonly window: () => ParentWindow | null;
  /** The person's own folder for documents. */
  readonly folder: () => string;
  /** The person's own folder for downloads, which is proposed for a copy. */
  readonly downloads: string;
}

/** Saves files where a person says, through the OS's own dialog. */
export function systemDocuments(parts: DocumentParts): Documents {
  return {
    save: (document, mayStill) =>
      // translators: kinds of files, in a dialog to save one
      ask(parts, join(parts.folder(), document.fileName), say('Text'), mayStill, (path) =>
        'text' in document
          ? writeFile(path, document.text, { mode: MODE })
          : writeParts(path, document.parts),
      ),
    saveCopy: (from, fileName, mayStill) =>
      ask(parts, join(parts.downloads, fileName), say('File'), mayStill, async (path) => {
        await copyFile(from, path);
        await chmod(path, MODE);
      }),
  };
}

/** A part of a long file must not be taken for the whole: nothing is left of it. */
async function writeParts(path: string, parts: AsyncIterable<string>): Promise<void> {
  try {
    await writeFile(path, parts, { mode: MODE });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function ask(
  { dialogs, window: windowOf }: DocumentParts,
  defaultPath: string,
  kind: string,
  mayStill: () => boolean,
  write: (path: string) => Promise<void>,
): Promise<SaveOutcome> {
  const window = windowOf();
  // The window is gone, and so is its session: a dialog would appear over the locked screen.
  if (window === null) return 'cancelled';
  const ending = extname(defaultPath).slice(1);
  const { canceled, filePath } = await dialogs.show(window, {
    title: say('Save a copy'),
    defaultPath,
    filters: ending === '' ? [] : [{ name: kind, extensions: [ending] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  });
  // Asked after the dialog, because the session may have ended while it was open.
  if (canceled || filePath === '' || !mayStill()) return 'cancelled';
  return write(filePath).then(
    () => 'saved',
    () => 'failed',
  );
}
