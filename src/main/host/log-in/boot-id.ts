import { readFile } from 'node:fs/promises';
import { runProgram } from '../process/run-program.js';
import { registryValue } from '../windows/system-programs.js';

/** What the OS may take to tell, in milliseconds, and write, in bytes. */
const BOUNDS = { timeMs: 2_000, output: 4_096 } as const;

/** A count of this computer's starts that Windows keeps, and that every user may read. */
const WINDOWS_KEY =
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Memory Management\\PrefetchParameters';

/**
 * An id of the computer's present run: it stays the same until the computer starts again, whatever happens
 * to the clock.
 * @returns `null` where the OS does not tell
 */
export async function bootId(platform: NodeJS.Platform = process.platform): Promise<string | null> {
  const id = (await ASK[platform]?.().catch(() => null))?.trim() ?? '';
  return id === '' ? null : id;
}

const ASK: Partial<Record<NodeJS.Platform, () => Promise<string | null>>> = {
  linux: () => readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
  darwin: () => runProgram('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], BOUNDS),
  win32: () => registryValue(runProgram, WINDOWS_KEY, 'BootId'),
};
