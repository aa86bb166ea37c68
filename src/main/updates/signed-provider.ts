import type { KeyObject } from 'node:crypto';
import type { AppUpdater, UpdateInfo } from 'electron-updater';
import { GenericProvider } from 'electron-updater/out/providers/GenericProvider.js';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { z } from 'zod';
import type { UpdateChannel } from '../../shared/policy/managed-policy.js';
import { isSigned } from '../keys/detached-signature.js';
import { UpdateFailure } from './updater.js';

/*
 * We sign releases: packages for Linux carry no signature of their own, and signatures of the other
 * systems say who made a file, but not which file is the newest. We sign the file that names a
 * release's version, files and checksums, so the signature covers each byte that is installed.
 */

/** In characters; real metadata has fewer than two thousand. */
const LONGEST_METADATA = 65_536;

/** electron-updater's names for the channels. */
const CHANNEL_NAMES: Readonly<Record<UpdateChannel, string>> = { stable: 'latest', beta: 'beta' };

const PRE_RELEASE = /^\d+\.\d+\.\d+-/;

/** A file beside the metadata: never another folder, never another host. */
const fileName = z.string().regex(/^\w[\w. ()+-]*$/);
const sha512 = z.string().regex(/^[A-Za-z0-9+/]{86}==$/);

const metadataSchema = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+(-[\w.-]+)?$/),
  files: z.array(z.object({ url: fileName, sha512 })).min(1),
  // Only web installers have these: another program than this one would download them.
  packages: z.undefined().optional(),
});

/** Where releases are, and how their metadata is proved to be ours. */
export interface SignedFeed {
  readonly address: string;
  readonly channel: UpdateChannel;
  readonly key: KeyObject;
  /** How the name of a package for this computer ends, such as `.AppImage`. */
  readonly suffix: string;
}

/**
 * electron-updater's provider for files on a web server, which hands metadata on only when its signature
 * is right. So electron-updater reads exactly the text that was checked, not a second download.
 */
export class SignedProvider extends GenericProvider {
  readonly #feed: SignedFeed;

  constructor(feed: SignedFeed, updater: AppUpdater, runtimeOptions: ProviderRuntimeOptions) {
    const channel = CHANNEL_NAMES[feed.channel];
    super({ provider: 'generic', url: feed.address, channel }, updater, runtimeOptions);
    this.#feed = feed;
  }

  override async getLatestVersion(): Promise<UpdateInfo> {
    const info = await super.getLatestVersion();
    const read = metadataSchema.safeParse(info);
    if (!read.success) throw new UpdateFailure('malformed', { cause: read.error });
    const { version, files } = read.data;
    // Metadata of another system or channel is signed too, but is not for this computer.
    if (!files.some(({ url }) => url.endsWith(this.#feed.suffix)))
      throw new UpdateFailure('malformed');
    if (this.#feed.channel === 'stable' && PRE_RELEASE.test(version))
      throw new UpdateFailure('malformed');
    return info;
  }

  /** The base class calls this only to request the metadata. */
  protected override async httpRequest(url: URL): Promise<string> {
    const text = (await super.httpRequest(url)) ?? '';
    if (text.length > LONGEST_METADATA) throw new UpdateFailure('malformed');
    const signature = await this.#signatureOf(url);
    // Encoding gives the served bytes back. Bytes that are not UTF-8 would differ: the signature then fails.
    if (!isSigned(Buffer.from(text, 'utf8'), signature, this.#feed.key))
      throw new UpdateFailure('badSignature');
    return text;
  }

  async #signatureOf(metadata: URL): Promise<string> {
    const url = new URL(metadata);
    url.pathname += '.sig';
    try {
      return (await super.httpRequest(url)) ?? '';
    } catch (error) {
      const missing = error instanceof Error && 'statusCode' in error && error.statusCode === 404;
      throw missing ? new UpdateFailure('unsigned') : error;
    }
  }
}
