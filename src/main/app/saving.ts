import { app, BrowserWindow, dialog } from 'electron';
import { type ParentWindow, SaveDialogs, systemDocuments } from '../host/desktop/documents.js';
import type { DocumentsOf } from '../ipc/gate.js';
import type { Documents } from '../ports/index.js';

/** How people save what they ask for. */
export interface Saving {
  readonly dialogs: SaveDialogs;
  /** Asks in front of a window. */
  readonly documentsFor: (window: () => ParentWindow | null) => Documents;
  /** Asks in front of the window of a page. */
  readonly documents: DocumentsOf;
}

/** Call it before there are guarded windows: they change the path of downloads, for files that Chromium writes. */
export function openSaving(): Saving {
  const downloads = app.getPath('downloads');
  const dialogs = new SaveDialogs(dialog);
  const documentsFor = (window: () => ParentWindow | null): Documents =>
    systemDocuments({ dialogs, window, folder: () => app.getPath('documents'), downloads });
  const documents: DocumentsOf = (asking) =>
    documentsFor(() => (asking.isDestroyed() ? null : BrowserWindow.fromWebContents(asking)));
  return { dialogs, documentsFor, documents };
}
