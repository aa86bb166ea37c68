import { writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { app, dialog } from 'electron';
import type { Documents } from '../ports.js';

/** Saves texts where a person says, through the OS's own dialog. */
export function systemDocuments(): Documents {
  return {
    async save({ fileName, text }, mayStill) {
      const { canceled, filePath } = await dialog.showSaveDialog({
        defaultPath: join(app.getPath('documents'), fileName),
        filters: [{ name: 'Text', extensions: [extname(fileName).slice(1)] }],
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      });
      if (canceled || filePath === '' || !mayStill()) return 'cancelled';
      try {
        // For this OS user's eyes alone.
        await writeFile(filePath, text, { mode: 0o600 });
        return 'saved';
      } catch {
        return 'failed';
      }
    },
  };
}
