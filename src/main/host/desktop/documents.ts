import { copyFile, chmod, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { BaseWindow, SaveDialogOptions, SaveDialogReturnValue } from 'electron';
import { say } from '../../../shared/words/say.js';
import type { Documents, SaveOutcome } from '../../ports/index.js';

/** For this OS user's eyes alone. */
const MODE = 0o600;

/** A window of Electron's, as far as a dialog on it needs one. */
export type ParentWindow = Pick<BaseWindow, 'isDestroyed' | 'destroy'>;

/** Electron's dialogs, as far as they are used here: always on a window. */
interface SavingDialog {
  showSaveDialog(window: ParentWindow, options: SaveDialogOptions): Promise<SaveDialogReturnValue>;
}

/** The system's dialogs for saving that are open, each on the window that asked. */
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
   * Destroys the windows that a dialog is open on. Electron has no other way to close one: Windows and
   * macOS close it with its window; under Wayland it stays, and would hold its window fast.
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
   * The window that asks, or `null` once it is gone. Without it a dialog of the desktop's own process
   * belongs to nobody: nothing finds it again when the session ends.
   */
  readonly window: () => ParentWindow | null;
  /** The person's own folder for documents. */
  readonly folder: () => string;
  /** The person's own folder for downloads, where a copy of one is offered to go. */
  readonly downloads: string;
}

/** Saves files where a person says, through the OS's own dialog. */
export function systemDocuments(parts: DocumentParts): Documents {
  return {
    save: ({ fileName, text }, mayStill) =>
      ask(parts, join(parts.folder(), fileName), say('Text'), mayStill, (path) =>
        writeFile(path, text, { mode: MODE }),
      ),
    saveCopy: (from, fileName, mayStill) =>
      ask(parts, join(parts.downloads, fileName), say('File'), mayStill, async (path) => {
        await copyFile(from, path);
        await chmod(path, MODE);
      }),
  };
}

async function ask(
  { dialogs, window: windowOf }: DocumentParts,
  defaultPath: string,
  kind: string,
  mayStill: () => boolean,
  write: (path: string) => Promise<void>,
): Promise<SaveOutcome> {
  const window = windowOf();
  // Who asked is gone, and so is the session: a dialog would come up over the locked screen.
  if (window === null) return 'cancelled';
  const ending = extname(defaultPath).slice(1);
  const { canceled, filePath } = await dialogs.show(window, {
    title: say('Save a copy'),
    defaultPath,
    filters: ending === '' ? [] : [{ name: kind, extensions: [ending] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  });
  // Asked once, and last: what leaves the app is written down by then.
  if (canceled || filePath === '' || !mayStill()) return 'cancelled';
  try {
    await write(filePath);
    return 'saved';
  } catch {
    return 'failed';
  }
}
