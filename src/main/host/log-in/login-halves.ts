import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionHalves } from '../../ports/index.js';
import { orElse } from '../../ports/or-else.js';

/** `f_type` of the file systems that are memory: tmpfs and ramfs, as statfs(2) has them. */
const MEMORY: ReadonlySet<number> = new Set([0x01021994, 0x858458f6]);

/** More than the file's content takes. */
const OVERWRITTEN_BYTES = 256;

/**
 * Keeps halves of session keys in memory that the system keeps only for the user's log-in. A power cut, a
 * restart and the last log-out delete them, whether or not the app ever runs again. Linux has such a folder
 * (`XDG_RUNTIME_DIR`, XDG Base Directory Specification).
 *
 * @param owner whose half it is: an installation and the folder of its account
 * @returns `null` where there is no such folder, or it is on a disk
 */
export function loginHalves(
  owner: readonly string[],
  { platform, env }: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv } = process,
): SessionHalves | null {
  const runtime = env['XDG_RUNTIME_DIR'];
  const isMemory = (folder: string): boolean =>
    orElse(() => MEMORY.has(statfsSync(folder).type), false);
  if (platform !== 'linux' || runtime === undefined || !isMemory(runtime)) return null;
  const name = createHash('sha256').update(JSON.stringify(owner)).digest('hex');
  const folder = join(runtime, 'clinic-workstation');
  const file = join(folder, name);
  return {
    keep(sessionId, half) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(file, `${sessionId}\n${half.toString('base64')}`, { mode: 0o600 });
    },
    read(sessionId) {
      const [of, half = ''] = orElse(() => readFileSync(file, 'utf8'), '').split('\n');
      return of === sessionId ? Buffer.from(half, 'base64') : null;
    },
    remove() {
      if (!existsSync(file)) return;
      writeFileSync(file, Buffer.alloc(OVERWRITTEN_BYTES));
      rmSync(file);
    },
  };
}
