import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** How long the OS may take to tell, in milliseconds. */
const BOUND_MS = 2_000;

/** A count of this computer's starts that Windows keeps, and that every user may read. */
const WINDOWS_KEY =
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Memory Management\\PrefetchParameters';

/**
 * An id of the computer's present run: it stays the same until the computer starts again, whatever happens
 * to the clock.
 * @returns `null` where the OS does not tell
 */
export async function bootId(platform: NodeJS.Platform = process.platform): Promise<string | null> {
  const ask = ASK[platform];
  if (ask === undefined) return null;
  try {
    // The last word: `reg` writes the name and the type before it.
    const word = (await ask()).trim().split(/\s+/).pop();
    return word === undefined || word === '' ? null : word;
  } catch {
    return null;
  }
}

const ASK: Partial<Record<NodeJS.Platform, () => Promise<string>>> = {
  linux: () => readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
  darwin: () => output('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid']),
  win32: () => output('reg.exe', ['query', WINDOWS_KEY, '/v', 'BootId']),
};

async function output(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { timeout: BOUND_MS });
  return stdout;
}
