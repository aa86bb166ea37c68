import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linuxDisk, type SystemFiles } from '../../../src/main/host/protection/linux-disk.js';
import { linuxScreenLock } from '../../../src/main/host/protection/linux-screen-lock.js';
import { systemProtection } from '../../../src/main/host/protection/system-protection.js';
import type { RunProgram } from '../../../src/main/host/process/run-program.js';

/** A system whose programs write what is listed, by the last of their arguments; others are not there. */
function programs(outputs: Readonly<Record<string, string>>): RunProgram {
  return (program, args) => {
    const key = `${program} ${args.join(' ')}`;
    const found = Object.keys(outputs).find((name) => key.includes(name));
    if (found === undefined) return Promise.reject(new Error(`There is no ${program}.`));
    return Promise.resolve(outputs[found] ?? '');
  };
}
const NO_PROGRAMS = programs({});

describe('the disk on Linux', () => {
  let root: string;
  /** The device that the account’s folder is on. */
  let on: string;
  let mounts: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'clinic-disk-'));
    mkdirSync(join(root, 'blocks'));
    on = '8:1';
    mounts = '';
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** A device as the kernel shows it: a folder somewhere, and a link with its numbers. */
  function device(
    numbers: string,
    path: string,
    { uuid, below = [] }: { readonly uuid?: string; readonly below?: readonly string[] } = {},
  ): void {
    const folder = join(root, 'devices', path);
    mkdirSync(join(folder, 'slaves'), { recursive: true });
    if (uuid !== undefined) {
      mkdirSync(join(folder, 'dm'));
      writeFileSync(join(folder, 'dm', 'uuid'), `${uuid}\n`);
    }
    for (const one of below)
      symlinkSync(join(root, 'devices', one), join(folder, 'slaves', one.replaceAll('/', '-')));
    symlinkSync(folder, join(root, 'blocks', numbers));
  }

  function partition(numbers: string, path: string): void {
    const folder = join(root, 'devices', path);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'partition'), '1\n');
    symlinkSync(folder, join(root, 'blocks', numbers));
  }

  function disk(run = NO_PROGRAMS): ReturnType<typeof linuxDisk> {
    writeFileSync(join(root, 'mountinfo'), mounts);
    const files: SystemFiles = {
      blocks: join(root, 'blocks'),
      mounts: join(root, 'mountinfo'),
      deviceOf: (path) =>
        Promise.resolve({ on, itself: path === '/dev/mapper/btrfs' ? '253:0' : '' }),
    };
    return linuxDisk('/home/dana/account', files, run);
  }

  it('is not encrypted where the folder is on a plain partition', async () => {
    device('8:0', 'sda');
    partition('8:1', 'sda/sda1');
    expect(await disk()).toBe('off');
  });

  it('is encrypted where the folder is on dm-crypt, also through LVM', async () => {
    device('8:0', 'sda');
    partition('8:1', 'sda/sda1');
    device('253:0', 'dm-0', { uuid: 'CRYPT-LUKS2-1f-luks', below: ['sda/sda1'] });
    device('253:1', 'dm-1', { uuid: 'LVM-home', below: ['dm-0'] });
    for (on of ['253:0', '253:1']) expect(await disk()).toBe('on');
  });

  it('is encrypted only where every disk below is', async () => {
    device('8:0', 'sda');
    device('8:16', 'sdb');
    device('253:0', 'dm-0', { uuid: 'CRYPT-LUKS2-1f-luks', below: ['sda'] });
    device('253:1', 'dm-1', { uuid: 'LVM-home', below: ['dm-0', 'sdb'] });
    on = '253:1';
    expect(await disk()).toBe('off');
  });

  it('is found for Btrfs, which numbers its volumes itself, by the source of the mount', async () => {
    device('253:0', 'dm-0', { uuid: 'CRYPT-LUKS2-1f-luks' });
    on = '0:41';
    mounts = '36 35 0:41 /home /home rw shared:1 - btrfs /dev/mapper/btrfs rw\n';
    expect(await disk()).toBe('on');
  });

  it.each(['tmpfs tmpfs', 'zfs rpool/home', 'nfs4 server:/home'])(
    'is not known on %s',
    async (kind) => {
      on = '0:41';
      mounts = `36 35 0:41 / /home rw shared:1 - ${kind} rw\n`;
      expect(await disk()).toBe('unknown');
    },
  );

  it('is encrypted for a folder that is encrypted itself', async () => {
    device('8:0', 'sda');
    partition('8:1', 'sda/sda1');
    const said = '-----------E------e------- /home/dana/account\n';
    expect(await disk(programs({ lsattr: said }))).toBe('on');
    expect(await disk(programs({ lsattr: said.replace('E', '-') }))).toBe('off');
  });

  it('is not known where the kernel shows nothing', async () => {
    const host = { platform: 'linux', env: {}, run: NO_PROGRAMS } as const;
    const protection = systemProtection({ ...host, folder: () => join(root, 'missing') });
    expect(await protection.diskEncryption()).toBe('unknown');
  });

  it('of this computer is looked up without an error', async () => {
    const host = { platform: 'linux', env: {}, run: NO_PROGRAMS } as const;
    const protection = systemProtection({ ...host, folder: () => root });
    expect(['on', 'off', 'unknown']).toContain(await protection.diskEncryption());
  });
});

describe('the screen lock on Linux', () => {
  const ask = (desktop: string, outputs: Readonly<Record<string, string>>) =>
    linuxScreenLock({ XDG_CURRENT_DESKTOP: desktop }, programs(outputs));
  const gnome = (enabled: string, delay: string) =>
    ask('ubuntu:GNOME', {
      'org.gnome.desktop.screensaver lock-enabled': `${enabled}\n`,
      'org.gnome.desktop.session idle-delay': `${delay}\n`,
    });
  const plasma = (autolock: string, minutes: string) =>
    ask('KDE', { '--key Autolock': autolock, '--key Timeout': minutes });

  it('is what GNOME and Plasma were set to', async () => {
    expect(await gnome('true', 'uint32 300')).toBe('on');
    expect(await gnome('false', 'uint32 300')).toBe('off');
    expect(await gnome('true', 'uint32 0')).toBe('off');
    expect(await plasma('true', '5')).toBe('on');
    expect(await plasma('false', '5')).toBe('off');
    expect(await plasma('true', '0')).toBe('off');
  });

  it('is not known where the desktop does not tell', async () => {
    expect(await ask('GNOME', {})).toBe('unknown');
    expect(await gnome('nonsense', 'uint32 300')).toBe('unknown');
    expect(await ask('KDE', {})).toBe('unknown');
    expect(await ask('XFCE', {})).toBe('unknown');
    expect(await ask('sway', {})).toBe('unknown');
    expect(await linuxScreenLock({}, NO_PROGRAMS)).toBe('unknown');
  });

  it('of Xfce is believed only where it is on', async () => {
    const set = { '/lock/enabled': 'true', '/lock/saver-activation/enabled': 'true' };
    expect(await ask('XFCE', set)).toBe('on');
    expect(await ask('XFCE', { ...set, '/lock/enabled': 'false' })).toBe('unknown');
  });
});

describe('on Windows', () => {
  const windows = (outputs: Readonly<Record<string, string>>, folder = 'C:\\Users\\dana') =>
    systemProtection({
      ...{ platform: 'win32', env: {}, run: programs(outputs), folder: () => folder },
    });
  const saver = { ScreenSaveActive: 'x REG_SZ 1', 'SCRNSAVE.EXE': 'x REG_SZ C:\\s.scr' };

  it('the disk is what Explorer knows of BitLocker', async () => {
    for (const [said, answer] of [
      ...[['1\r\n', 'on'] as const, ['3', 'on'] as const, ['6', 'on'] as const],
      ...[['2', 'off'] as const, ['5', 'off'] as const, ['0', 'unknown'] as const],
      ['', 'unknown'] as const,
    ])
      expect(await windows({ "NameSpace('C:')": said }).diskEncryption()).toBe(answer);
    expect(await windows({}).diskEncryption()).toBe('unknown');
    expect(await windows({}, '\\\\server\\share').diskEncryption()).toBe('unknown');
  });

  it('the screen locks by the limit of the computer, or by a screen saver with a password', async () => {
    const lock = (outputs: Readonly<Record<string, string>>) => windows(outputs).screenLock();
    expect(await lock({ InactivityTimeoutSecs: 'x REG_DWORD 0x384' })).toBe('on');
    expect(await lock({ ...saver, ScreenSaverIsSecure: 'x REG_SZ 1' })).toBe('on');
    expect(await lock({ ...saver, ScreenSaverIsSecure: 'x REG_SZ 0' })).toBe('off');
    expect(await lock({ ScreenSaveActive: 'x REG_SZ 1', ScreenSaverIsSecure: 'x REG_SZ 1' })).toBe(
      'off',
    );
    expect(await lock({})).toBe('unknown');
  });
});

describe('on macOS', () => {
  const mac = (said: string) =>
    systemProtection({
      ...{ platform: 'darwin', env: {}, folder: () => '/' },
      run: programs({ fdesetup: said }),
    });

  it('the disk is what FileVault says', async () => {
    expect(await mac('FileVault is On.\n').diskEncryption()).toBe('on');
    expect(await mac('FileVault is Off.\n').diskEncryption()).toBe('off');
    expect(await mac('').diskEncryption()).toBe('unknown');
  });

  it('the screen lock is not known', async () => {
    expect(await mac('').screenLock()).toBe('unknown');
  });
});
