import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SystemAnswer } from '../../../shared/workstation/check-up.js';
import type { RunProgram } from '../process/run-program.js';

/** Where the kernel says what lies on what. */
export interface SystemFiles {
  /** `/sys/dev/block` */
  readonly blocks: string;
  /** `/proc/self/mountinfo` */
  readonly mounts: string;
  /** The device that a folder is on, or that a file in `/dev` is, as `major:minor`. */
  readonly deviceOf: (path: string) => Promise<{ readonly on: string; readonly itself: string }>;
}

export const SYSTEM_FILES: SystemFiles = {
  blocks: '/sys/dev/block',
  mounts: '/proc/self/mountinfo',
  deviceOf: async (path) => {
    const { dev, rdev } = await stat(path);
    return { on: numbers(dev), itself: numbers(rdev) };
  },
};

/** Whether all that a folder lies on is encrypted by dm-crypt, through LVM and RAID; or the folder itself is. */
export async function linuxDisk(
  folder: string,
  files: SystemFiles,
  run: RunProgram,
): Promise<SystemAnswer> {
  const { on } = await files.deviceOf(folder);
  const mount = mountOf(on, await readFile(files.mounts, 'utf8'));
  if (mount?.kind === 'ecryptfs') return 'on';
  // Btrfs numbers its volumes itself, and names the disk below.
  const isReal = !on.startsWith('0:');
  const isNamed = mount?.source.startsWith('/dev/') === true;
  // What is in memory, on a server or on ZFS has no disk that can be asked.
  if (!isReal && !isNamed) return 'unknown';
  const device = isReal ? on : (await files.deviceOf(mount?.source ?? '')).itself;
  const disk = await blockDevice(join(files.blocks, device));
  return disk === 'off' && (await isFolderEncrypted(folder, run)) ? 'on' : disk;
}

/** Whether a block device is encrypted, or everything below it. */
async function blockDevice(listed: string): Promise<SystemAnswer> {
  // What is listed is a link; only from the device itself does the way lead to the disk of a partition.
  const path = await realpath(listed);
  const uuid = await readFile(join(path, 'dm', 'uuid'), 'utf8').catch(() => '');
  if (uuid.startsWith('CRYPT-')) return 'on';
  const below = await readdir(join(path, 'slaves')).catch(() => null);
  if (below !== null && below.length > 0) {
    const answers = await Promise.all(below.map((one) => blockDevice(join(path, 'slaves', one))));
    if (answers.every((answer) => answer === 'on')) return 'on';
    return answers.includes('off') ? 'off' : 'unknown';
  }
  // A partition has no list of what is below: it may lie on an encrypted whole.
  if (await exists(join(path, 'partition'))) return blockDevice(join(path, '..'));
  return below === null ? 'unknown' : 'off';
}

/** Ext4 and others encrypt single folders: `lsattr` shows it with the letter E. */
async function isFolderEncrypted(folder: string, run: RunProgram): Promise<boolean> {
  const bounds = { timeMs: 2_000, output: 8_192 };
  const text = await run('/usr/bin/lsattr', ['-d', '--', folder], bounds).catch(() => '');
  return /^\S*E/.test(text);
}

interface Mount {
  readonly kind: string;
  readonly source: string;
}

/** The mount with this device: `36 35 98:0 / /home rw,noatime shared:1 - ext4 /dev/sda1 rw`. */
function mountOf(device: string, mounts: string): Mount | null {
  for (const line of mounts.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const [kind = '', source = ''] = after.split(' ');
    if (before.split(' ')[2] === device) return { kind, source };
  }
  return null;
}

/** The numbers of a device, as Linux packs them into one. */
function numbers(device: number): string {
  const packed = BigInt(device);
  const major = ((packed >> 8n) & 0xfffn) | ((packed >> 32n) & ~0xfffn);
  const minor = (packed & 0xffn) | ((packed >> 12n) & ~0xffn & 0xffffffffn);
  return `${major}:${minor}`;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
