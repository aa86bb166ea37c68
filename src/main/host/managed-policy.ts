import { type FSWatcher, lstatSync, watch } from 'node:fs';
import { constants, type FileHandle, lstat, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LONGEST_MANAGED_POLICY } from '../../contract/managed-policy.js';
import type { Clock, ManagedFile, ManagedFileReading, ManagedProblem } from '../ports.js';
import { readOnWindows } from './windows/managed-policy.js';

/*
 * Where those who manage this computer put their rules. The places are fixed: no switch and no
 * environment variable may point elsewhere. The app itself never writes there.
 */

/** Writing a file takes several steps: it is read when it was left alone for this long, in milliseconds. */
const SETTLED_MS = 250;

/** Anybody but the owner may write. A POSIX access list that lets others write shows here too. */
const OTHERS_MAY_WRITE = 0o022;

export function managedPolicyPath(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return '/Library/Application Support/Clinic Workstation/policy.json';
  if (platform === 'win32')
    // Windows itself is asked for this folder when it is read; this one is for people and for watching.
    return join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'Clinic Workstation\\policy.json');
  return '/etc/clinic-workstation/policy.json';
}

/** The policy file of this computer, read only when administrators alone could have written it. */
export class ManagedPolicyFile implements ManagedFile {
  readonly path: string;
  readonly #clock: Clock;
  #seen = '';
  #watcher: FSWatcher | null = null;
  #onChanged: () => void = () => undefined;
  #cancelSettling: () => void = () => undefined;

  constructor(path: string, clock: Clock) {
    this.path = path;
    this.#clock = clock;
  }

  read(): Promise<ManagedFileReading> {
    // Before it is read: what changes meanwhile is a change.
    this.#seen = this.#stamp();
    return process.platform === 'win32' ? readOnWindows() : readOnPosix(this.path);
  }

  /** Tells of changes from now on, until {@link stop}. A folder that is made later is found by {@link look}. */
  watch(onChanged: () => void): void {
    this.#onChanged = onChanged;
    this.#watchFolder();
  }

  /** Cheap: asks the file system twice, so that it can go along with a look that is made anyway. */
  look(): void {
    if (this.#watcher === null) this.#watchFolder();
    if (this.#stamp() !== this.#seen) this.#settle();
  }

  stop(): void {
    this.#cancelSettling();
    this.#watcher?.close();
    this.#watcher = null;
  }

  #watchFolder(): void {
    try {
      const watcher = watch(dirname(this.path), { persistent: false }, () => {
        this.#settle();
      });
      watcher.on('error', () => {
        this.#forget(watcher);
      });
      this.#watcher = watcher;
    } catch {
      // There is no such folder, as on most computers: `look` asks again.
    }
  }

  #settle(): void {
    this.#cancelSettling();
    this.#cancelSettling = this.#clock.after(SETTLED_MS, () => {
      // A folder that was removed, or put in the place of another, is watched no more.
      if (this.#watcher !== null) this.#forget(this.#watcher);
      this.#watchFolder();
      if (this.#stamp() === this.#seen) return;
      this.#onChanged();
    });
  }

  #forget(watcher: FSWatcher): void {
    watcher.close();
    if (this.#watcher === watcher) this.#watcher = null;
  }

  /** Changes when the file or its folder may have, also their owners and modes. */
  #stamp(): string {
    return [dirname(this.path), this.path]
      .map((path) => {
        try {
          const { ino, size, mode, uid, mtimeMs, ctimeMs } = lstatSync(path);
          return [ino, size, mode, uid, mtimeMs, ctimeMs].join(' ');
        } catch (error) {
          return codeOf(error);
        }
      })
      .join('\n');
  }
}

async function readOnPosix(path: string): Promise<ManagedFileReading> {
  let file: FileHandle | null = null;
  try {
    const folder = await lstat(dirname(path));
    if (!folder.isDirectory() || !isAdministrators(folder)) return refused('untrusted', 'folder');
    // Neither a link to another place nor a pipe that never ends; the open file is what is judged.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile() || !isAdministrators(stats)) return refused('untrusted', 'file');
    if (stats.size > LONGEST_MANAGED_POLICY) return refused('invalid', 'size');
    return { found: true, text: await file.readFile('utf8') };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { found: false };
    return codeOf(error) === 'ELOOP' ? refused('untrusted', 'file') : refused('unreadable', 'file');
  } finally {
    await file?.close();
  }
}

function isAdministrators(stats: { readonly uid: number; readonly mode: number }): boolean {
  return stats.uid === 0 && (stats.mode & OTHERS_MAY_WRITE) === 0;
}

const SENTENCES = {
  folder: 'Its folder must belong to root, and nobody else may write to it.',
  file: 'It must be a plain file that belongs to root and that nobody else may write to.',
  size: 'It is too large to be a policy file.',
  unreadable: 'It could not be read. Check that everybody may read it and its folder.',
} as const;

function refused(
  code: ManagedProblem['code'],
  what: 'folder' | 'file' | 'size',
): ManagedFileReading {
  const sentence = SENTENCES[code === 'unreadable' ? 'unreadable' : what];
  return { found: true, problem: { code, sentence } };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
