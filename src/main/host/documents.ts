import { copyFile, chmod, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { app, dialog } from 'electron';
import type { Documents, SaveOutcome } from '../ports.js';

/** For this OS user's eyes alone. */
const MODE = 0o600;

/**
 * Saves files where a person says, through the OS's own dialog.
 * @param downloads the person's own folder for downloads, where a copy of one is offered to go
 */
export function systemDocuments(downloads: string): Documents {
  return {
    save: ({ fileName, text }, mayStill) =>
      ask(join(app.getPath('documents'), fileName), 'Text', mayStill, (path) =>
        writeFile(path, text, { mode: MODE }),
      ),
    saveCopy: (from, fileName, mayStill) =>
      ask(join(downloads, fileName), 'File', mayStill, async (path) => {
        await copyFile(from, path);
        await chmod(path, MODE);
      }),
  };
}

async function ask(
  defaultPath: string,
  kind: string,
  mayStill: () => boolean,
  write: (path: string) => Promise<void>,
): Promise<SaveOutcome> {
  const ending = extname(defaultPath).slice(1);
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: 'Save a copy',
    defaultPath,
    filters: ending === '' ? [] : [{ name: kind, extensions: [ending] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  });
  if (canceled || filePath === '' || !mayStill()) return 'cancelled';
  try {
    await write(filePath);
    return 'saved';
  } catch {
    return 'failed';
  }
}
