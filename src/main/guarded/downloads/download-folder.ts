import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import { orWarn } from '../../ports/or-else.js';

/** Where the downloads of one member's session go: a new folder for each session. */
export class DownloadFolder {
  readonly #parent: string;
  #path: string;

  /** @param parent a folder that is used for nothing else */
  constructor(parent: string) {
    this.#parent = parent;
    this.#path = this.#newFolder();
  }

  get path(): string {
    return this.#path;
  }

  /** The session is over: deletes its folder, and what is left of earlier ones. Never rejects. */
  async clear(): Promise<void> {
    this.#path = this.#newFolder();
    try {
      for (const name of await readdir(this.#parent)) {
        const folder = join(this.#parent, name);
        // On Windows a file that was just written cannot be deleted yet: `rm` tries again for 5 s.
        const stubborn = { maxRetries: 10, retryDelay: 100 };
        if (folder !== this.#path) await rm(folder, { recursive: true, force: true, ...stubborn });
      }
    } catch (error) {
      // The next end of a session, or the next start, tries again.
      process.emitWarning(String(error));
    }
  }

  #newFolder(): string {
    const folder = join(this.#parent, randomUUID());
    // People hear of a full disk when they download something.
    orWarn(() => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Chromium begins every download there, as a hidden file, before it asks where the file should go. It
      // does so even for a download that is then refused.
      app.setPath('downloads', folder);
    });
    return folder;
  }
}
