import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import type { UpdatesOff } from '../contract/updates.js';
import type { Clock, ManagedSource } from './ports.js';
import type { PackageKind } from './updates/electron-updater.js';
import { readReleaseKey } from './updates/release-signature.js';
import { UpdateKeeper } from './updates/update-keeper.js';
import type { Updater } from './updates/updater.js';

/** What packing writes into the app's own `package.json`; nothing of it in development. */
const packed = z.object({
  /** Seconds since 1970. */
  builtAt: z.coerce.number().optional(),
  updates: z.object({ key: z.string(), address: z.string().optional() }).optional(),
});

interface UpdatesParts {
  readonly clock: Clock;
  readonly managed: ManagedSource;
  readonly isFree: () => boolean;
  readonly cleared: () => Promise<void>;
  readonly onChange: () => void;
  /** The app is about to end for an update, `false`: or does not after all. */
  readonly onRestart: (ending: boolean) => void;
}

/** Builds what keeps the app up to date. Nothing that the command line or the environment says matters. */
export function composeUpdates({ managed, onRestart, ...parts }: UpdatesParts): UpdateKeeper {
  const { builtAt, updates } = packed.parse(
    JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8')),
  );
  const key = updates === undefined ? null : readReleaseKey(updates.key);
  const kind = packageKind();
  const address = (): string | null => managed.policy.updateAddress ?? updates?.address ?? null;

  function off(): UpdatesOff | null {
    if (!app.isPackaged) return 'development';
    if (key === null) return 'noKey';
    if (kind === null) return 'package';
    return address() === null ? 'noAddress' : null;
  }

  async function load(): Promise<Updater> {
    if (key === null || kind === null) throw new Error('there are no updates on this computer');
    const { ElectronUpdater } = await import('./updates/electron-updater.js');
    const updater = new ElectronUpdater({
      kind,
      feed: () => ({
        address: address() ?? '',
        channel: managed.policy.updateChannel ?? 'stable',
        key,
      }),
    });
    return {
      check: () => updater.check(),
      download: (onProgress) => updater.download(onProgress),
      verify: () => updater.verify(),
      install: () => {
        onRestart(true);
        // The new version starts while this one still ends, and must not take that for a second start.
        app.releaseSingleInstanceLock();
        try {
          updater.install();
        } catch (error) {
          app.requestSingleInstanceLock();
          onRestart(false);
          throw error;
        }
      },
    };
  }

  let loading: Promise<Updater> | null = null;
  return new UpdateKeeper({
    ...parts,
    off,
    updater: () => (loading ??= load()),
    builtMs: builtAt === undefined ? null : builtAt * 1_000,
  });
}

/** `null`: whatever installed the app keeps it up to date, such as a package manager. */
function packageKind(): PackageKind | null {
  if (process.platform === 'darwin') return 'mac';
  // Where an AppImage is mounted. The variable that names its file could be anybody's.
  if (process.platform === 'linux')
    return process.execPath.includes('/.mount_') ? 'appImage' : null;
  // The .msi leaves no program that removes the app.
  const uninstaller = `Uninstall ${app.getName()}.exe`;
  return existsSync(join(dirname(process.execPath), uninstaller)) ? 'nsis' : null;
}
