import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import {
  AppImageUpdater,
  type AppUpdater,
  MacUpdater,
  NsisUpdater,
  type UpdateInfo,
} from 'electron-updater';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { type SignedFeed, SignedProvider } from './signed-provider.js';
import { type Release, UpdateFailure, type Updater } from './updater.js';

/** The package files with which the app updates itself, by their endings. */
const PACKAGES = {
  appImage: { suffix: '.AppImage', updater: () => new AppImageUpdater() },
  nsis: { suffix: '.exe', updater: () => new NsisUpdater() },
  mac: { suffix: '.zip', updater: () => new MacUpdater() },
} as const;
export type PackageKind = keyof typeof PACKAGES;

export interface ElectronUpdaterParts {
  readonly kind: PackageKind;
  /** Where releases are now; changes with the managed policy. */
  readonly feed: () => Omit<SignedFeed, 'suffix'>;
  /** Replaces the updater for this kind of package. */
  readonly updater?: AppUpdater;
}

/** electron-updater, limited as `docs/decisions/` says. */
export class ElectronUpdater implements Updater {
  readonly #updater: AppUpdater;
  readonly #suffix: string;
  readonly #feed: ElectronUpdaterParts['feed'];
  #found: UpdateInfo | null = null;
  #file: string | null = null;

  constructor({ kind, feed, updater = PACKAGES[kind].updater() }: ElectronUpdaterParts) {
    this.#updater = updater;
    this.#suffix = PACKAGES[kind].suffix;
    this.#feed = feed;
    // A logger would write addresses and paths to the console, and we get its errors anyway.
    updater.logger = null;
    // Only the update keeper decides what is downloaded and when it is installed.
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    updater.allowDowngrade = false;
    updater.disableWebInstaller = true;
    // One way to download, which one checksum proves.
    updater.disableDifferentialDownload = true;
  }

  async check(): Promise<Release | null> {
    const feed: SignedFeed = { ...this.#feed(), suffix: this.#suffix };
    this.#updater.setFeedURL({
      provider: 'custom',
      updateProvider: class extends SignedProvider {
        constructor(
          _options: unknown,
          updater: AppUpdater,
          runtimeOptions: ProviderRuntimeOptions,
        ) {
          super(feed, updater, runtimeOptions);
        }
      },
    });
    this.#found = null;
    const result = await this.#updater.checkForUpdates().catch((error: unknown) => {
      throw failure(error, 'unreachable');
    });
    if (result?.isUpdateAvailable !== true) return null;
    this.#found = result.updateInfo;
    const releasedMs = new Date(result.updateInfo.releaseDate).getTime();
    return {
      version: result.updateInfo.version,
      releasedMs: Number.isFinite(releasedMs) ? releasedMs : null,
    };
  }

  async download(onProgress: (percent: number) => void): Promise<void> {
    const told = ({ percent }: { readonly percent: number }): void => onProgress(percent);
    this.#file = null;
    this.#updater.on('download-progress', told);
    try {
      const [file] = await this.#updater.downloadUpdate();
      this.#file = file ?? null;
    } catch (error) {
      throw failure(error, 'interrupted');
    } finally {
      this.#updater.off('download-progress', told);
    }
  }

  async verify(): Promise<void> {
    // The file may be days old, in a folder where any program of this OS user can write.
    const allowed = (this.#found?.files ?? [])
      .filter(({ url }) => url.endsWith(this.#suffix))
      .map(({ sha512 }) => sha512);
    if (this.#file === null || !allowed.includes(await sha512Of(this.#file)))
      throw new UpdateFailure('checksum');
  }

  install(): void {
    const errors: unknown[] = [];
    const note = (error: unknown): void => void errors.push(error);
    this.#updater.on('error', note);
    this.#updater.quitAndInstall(true, true);
    this.#updater.off('error', note);
    if (errors.length > 0) throw new UpdateFailure('failed', { cause: errors[0] });
  }
}

async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    throw new UpdateFailure('checksum', { cause: error });
  }
  return hash.digest('base64');
}

/** @param otherwise the problem when the error has no known code */
function failure(error: unknown, otherwise: 'unreachable' | 'interrupted'): UpdateFailure {
  if (error instanceof UpdateFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const options = { cause: error };
  if (code === 'ERR_CHECKSUM_MISMATCH') return new UpdateFailure('checksum', options);
  if (code === 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND') return new UpdateFailure('notFound', options);
  if (code.startsWith('ERR_UPDATER_')) return new UpdateFailure('malformed', options);
  return new UpdateFailure(otherwise, options);
}
