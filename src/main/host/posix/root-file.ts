import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LONGEST_MANAGED_POLICY } from '../../../shared/policy/managed-policy.js';
import { say } from '../../../shared/words/say.js';
import type { ManagedReading } from '../../ports/index.js';
import { broken, textReading, tooLarge } from '../managed/native-document.js';

/** The mode bits by which others than the owner may write. A POSIX access list for others shows here too. */
const OTHERS_MAY_WRITE = 0o022;

const untrustedFile = (): ManagedReading =>
  broken(
    'untrusted',
    say('It must be a plain file that belongs to root and that nobody else may write to.'),
  );

/**
 * Reads a file that root alone could have written. Never rejects.
 * @param use what to make of it; its rejection counts as a file that could not be read
 */
export async function readOfRoot(
  path: string,
  use = async (file: FileHandle): Promise<ManagedReading> => textReading(await file.readFile()),
): Promise<ManagedReading> {
  let file: FileHandle | null = null;
  try {
    const folder = await lstat(dirname(path));
    if (!folder.isDirectory() || !isRoots(folder))
      return broken(
        'untrusted',
        say('Its folder must belong to root, and nobody else may write to it.'),
      );
    // Follows no link and waits for no pipe. The checks look at the open file itself.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile() || !isRoots(stats)) return untrustedFile();
    if (stats.size > LONGEST_MANAGED_POLICY) return tooLarge();
    return await use(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return { found: false };
    if (code === 'ELOOP') return untrustedFile();
    return broken(
      'unreadable',
      say('It could not be read. Check that everybody may read it and its folder.'),
    );
  } finally {
    await file?.close();
  }
}

/**
 * Reads a text file of the system, which may be a link to another file. Gives `null` when the file is
 * missing or larger than `mostBytes`, or others than root may write to it or its folder. Never rejects.
 */
export async function systemText(path: string, mostBytes: number): Promise<string | null> {
  try {
    const real = await realpath(path);
    const [folder, file] = await Promise.all([lstat(dirname(real)), stat(real)]);
    const isSound = file.isFile() && file.size <= mostBytes && isRoots(folder) && isRoots(file);
    return isSound ? await readFile(real, 'utf8') : null;
  } catch {
    return null;
  }
}

function isRoots(stats: { readonly uid: number; readonly mode: number }): boolean {
  return stats.uid === 0 && (stats.mode & OTHERS_MAY_WRITE) === 0;
}
