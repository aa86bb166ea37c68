import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { DEFAULT_CHANNEL } from '../../shared/policy/managed-policy.js';
import type { UpdatesOff } from '../../shared/workstation/updates.js';
import type { Account } from './open-account.js';
import type { ManagedSource, UpdateReport } from '../ports/index.js';
import type { PackageKind } from '../updates/electron-updater.js';
import { loadedOnce } from '../updates/loaded-once.js';
import { readSigningKey } from '../keys/detached-signature.js';
import { UpdateHistory } from '../updates/update-history.js';
import { UpdateKeeper } from '../updates/update-keeper.js';
import type { Updater } from '../updates/updater.js';

/** The fields that packaging writes into the app's own `package.json`; missing in development. */
const packed = z.object({
  /** Seconds since 1970. */
  builtAt: z.coerce.number().optional(),
  updates: z.object({ key: z.string(), address: z.string().optional() }).optional(),
});

type UpdateAccount = Pick<Account, 'clock' | 'managed' | 'audit' | 'updateStore'>;

interface UpdatesParts extends UpdateAccount {
  readonly isFree: () => boolean;
  readonly cleared: () => Promise<void>;
  readonly onChange: () => void;
  /** Called with `true` when the app is about to end for an update, with `false` when it stays after all. */
  readonly onRestart: (ending: boolean) => void;
}

/** What this build and the managed policy of this computer say about updates. */
interface BuildUpdates {
  readonly key: KeyObject | null;
  readonly kind: PackageKind | null;
  readonly address: () => string | null;
  readonly off: () => UpdatesOff | null;
  /** In milliseconds since 1970, or `null`. */
  readonly builtMs: number | null;
}

function updatesOf(managed: ManagedSource): BuildUpdates {
  const json = readJson(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'));
  const { builtAt, updates } = packed.parse(json.ok ? json.value : null);
  const key = updates === undefined ? null : readSigningKey(updates.key);
  const kind = packageKind();
  const address = (): string | null => managed.policy.updateAddress ?? updates?.address ?? null;

  function off(): UpdatesOff | null {
    if (!app.isPackaged) return 'development';
    if (key === null) return 'noKey';
    if (kind === null) return 'package';
    return address() === null ? 'noAddress' : null;
  }

  return { key, kind, address, off, builtMs: builtAt === undefined ? null : builtAt * 1_000 };
}

function openHistory(
  { clock, audit, updateStore }: UpdateAccount,
  builtMs: number | null,
): UpdateHistory {
  const version = app.getVersion();
  return new UpdateHistory({ store: updateStore, audit, clock, version, builtMs });
}

/** The stored state of updates, for a command without the running app. Checks and stores nothing. */
export function reportUpdates(account: UpdateAccount): UpdateReport {
  const { off, builtMs } = updatesOf(account.managed);
  const { outOfDate, upToDateMs, checkedMs } = openHistory(account, builtMs);
  const why = off();
  const state = why === null ? { state: 'notRunning' as const } : { state: 'off' as const, why };
  return { state, outOfDate, upToDateMs, checkedMs };
}

/** Builds the update keeper. The command line and the environment have no influence on updates. */
export function composeUpdates({ onRestart, ...parts }: UpdatesParts): UpdateKeeper {
  const { managed } = parts;
  const { key, kind, address, off, builtMs } = updatesOf(managed);
  const history = openHistory(parts, builtMs);
  history.begin();

  async function load(): Promise<Updater> {
    if (key === null || kind === null) throw new Error('there are no updates on this computer');
    const { ElectronUpdater } = await import('../updates/electron-updater.js');
    const updater = new ElectronUpdater({
      kind,
      feed: () => ({
        address: address() ?? '',
        channel: managed.policy.updateChannel ?? DEFAULT_CHANNEL,
        key,
      }),
    });
    return {
      check: () => updater.check(),
      download: (onProgress) => updater.download(onProgress),
      verify: () => updater.verify(),
      install: () => {
        onRestart(true);
        // The new version starts before this one has ended, and must not count as a second start.
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

  return new UpdateKeeper({ ...parts, off, history, updater: loadedOnce(load) });
}

/** `null`: another program updates the app, such as the package manager that installed it. */
function packageKind(): PackageKind | null {
  if (process.platform === 'darwin') return 'mac';
  // The path where an AppImage is mounted. Anybody can set the variable that names its file.
  if (process.platform === 'linux')
    return process.execPath.includes('/.mount_') ? 'appImage' : null;
  // Only the .exe installer leaves an uninstaller; the .msi does not.
  const uninstaller = `Uninstall ${app.getName()}.exe`;
  return existsSync(join(dirname(process.execPath), uninstaller)) ? 'nsis' : null;
}
