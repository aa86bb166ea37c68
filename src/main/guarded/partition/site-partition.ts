import { randomUUID } from 'node:crypto';
import {
  type ClearStorageDataOptions,
  type DownloadItem,
  type Session,
  session,
  type UploadData,
  type WebContents,
} from 'electron';
import type { SiteRules } from '../../ports/index.js';
import { allowAuthorities } from '../../windows/hardening/network-guard.js';
import { isOfViewer, ShownDocuments } from '../downloads/documents.js';
import { withoutDialogs } from '../page/printing.js';
import { answerOnce, lookUp, type Reach, reachOf } from './reach.js';
import { isWithin, isWithoutAddress, originOf } from '../../../shared/clinic-apps/site-address.js';

export interface PartitionEvents {
  /** A page or a frame in it wanted to go somewhere that is not part of the app. */
  readonly onRefused: (contents: WebContents | null, address: string, isPage: boolean) => void;
  /** A page sends a form, and goes on to what the site answers. */
  readonly onSent: (contents: WebContents, body: Buffer) => unknown;
  readonly onDownload: (item: DownloadItem, contents: WebContents) => void;
  /** A document comes that a page wanted to show. */
  readonly onDocument: (item: DownloadItem, contents: WebContents) => void;
  /** A page wanted to reach this computer or the clinic's network without the permission. */
  readonly onReachRefused: (host: string, reach: Reach) => void;
  /** There are too many pop-ups for another one. */
  readonly onPopUpRefused: () => void;
  /** A server, or a proxy on the way to it, asks for the browser's own sign-in. */
  readonly onSignInAsked: (host: string, byProxy: boolean) => void;
}

/**
 * Cookies, storage and cache of one clinic app for one member's session. Nothing of it is ever on
 * the disk, and no other session can have it: its name is random and used once.
 */
export class SitePartition {
  static readonly #all = new Map<Session, SitePartition>();

  readonly session: Session;
  readonly rules: SiteRules;
  readonly documents = new ShownDocuments();
  /**
   * The window that hears what happens here; `null` when there is none any more. A file may still come when
   * its page is gone: without a window it is refused, and no page may open another.
   */
  events: PartitionEvents | null = null;

  constructor(rules: SiteRules) {
    this.rules = rules;
    // Without `persist:` Chromium keeps it in memory alone.
    this.session = session.fromPartition(`site ${randomUUID()}`);
    SitePartition.#all.set(this.session, this);
    allowAuthorities(this.session, rules.authorities);
    this.#harden();
  }

  /** The partition that a page belongs to, or `undefined` for the app's own pages. */
  static of(contents: WebContents): SitePartition | undefined {
    return SitePartition.#all.get(contents.session);
  }

  /** Whether a page or a frame may be shown here. */
  mayShow(address: string): boolean {
    return isWithoutAddress(address) || isWithin(this.rules, address);
  }

  /**
   * Asks an address of this app with the cookies that are here.
   * @returns the HTTP status
   * @throws when there is no answer, or `signal` aborts
   */
  async call(address: string, signal: AbortSignal): Promise<number> {
    const response = await this.session.fetch(address, { signal, credentials: 'include' });
    await response.body?.cancel();
    return response.status;
  }

  /** Deletes everything except the cookies, which the sign-out call still needs. */
  async wipeStorage(): Promise<void> {
    await Promise.all([
      this.session.clearStorageData({ storages: STORAGES_WITHOUT_COOKIES }),
      this.session.clearCache(),
      this.session.clearAuthCache(),
      this.session.clearHostResolverCache(),
    ]);
  }

  /** Deletes all that is left. The partition is of no use afterwards. */
  async wipe(): Promise<void> {
    await this.session.closeAllConnections();
    await Promise.all([this.session.clearStorageData(), this.session.clearCache()]);
    SitePartition.#all.delete(this.session);
  }

  #harden(): void {
    const { session: partition, rules } = this;
    // Some sites refuse programs that they do not know; so this looks like a plain Chromium to them.
    partition.setUserAgent(
      partition.getUserAgent().replace(/(Gecko\) ).*?(Chrome\/\S+ ).*(Safari)/, '$1$2$3'),
    );
    partition.setPermissionRequestHandler((contents, permission, answer, details) => {
      const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
      const copiesUnseen = permission === 'clipboard-sanitized-write' && !contents.isFocused();
      answer(!copiesUnseen && this.#permits(permission, details.requestingUrl, mediaTypes));
    });
    partition.setPermissionCheckHandler((_contents, permission, origin, details) =>
      this.#permits(permission, origin, details.mediaType === undefined ? [] : [details.mediaType]),
    );
    partition.setDevicePermissionHandler(() => false);
    partition.webRequest.onHeadersReceived((details, answer) => {
      const { url, resourceType, responseHeaders = {} } = details;
      const shows = /^(mainFrame|subFrame|object)$/.test(resourceType);
      const changed =
        (shows ? this.documents.asFile(url, responseHeaders) : null) ??
        (rules.allows.printing ? null : withoutDialogs(details));
      answer(changed === null ? {} : { responseHeaders: changed });
    });
    partition.on('will-download', (event, item, contents) => {
      const is = this.documents.take(item, contents);
      const mayCome = is === 'document' || (is === 'file' && rules.allows.downloads);
      if (!mayCome || this.events === null) event.preventDefault();
      if (is === 'document') this.events?.onDocument(item, contents);
      else if (is === 'file') this.events?.onDownload(item, contents);
    });
    // Covers whatever made a page or a frame go somewhere, also redirects on the way.
    partition.webRequest.onBeforeRequest((request, answer) => {
      const isPage = request.resourceType === 'mainFrame';
      const shows = isPage || request.resourceType === 'subFrame';
      const cancel =
        (shows && !this.mayShow(request.url)) || !/^(https?|wss?|blob|data):/.test(request.url);
      if (cancel && shows && !isOfViewer(request.url))
        this.events?.onRefused(request.webContents ?? null, request.url, isPage);
      if (!cancel && isPage && request.method === 'POST' && request.webContents !== undefined)
        this.events?.onSent(request.webContents, bodyOf(request.uploadData));
      if (cancel) answer({ cancel });
      else answerOnce(this.#refusesReach(request.url), answer);
    });
  }

  /** Whether a request to this computer or the clinic's network is not allowed; then tells the window. */
  async #refusesReach(address: string): Promise<boolean> {
    const reach = await reachOf(this.rules, address, lookUp(this.session));
    if (reach === null || this.rules.allows[reach]) return false;
    this.events?.onReachRefused(new URL(address).host, reach);
    return true;
  }

  #permits(permission: string, requester: string, mediaTypes: readonly string[]): boolean {
    const { allows, address } = this.rules;
    // Pages of the app may copy; `clipboard-watch.ts` decides whether that may leave the window.
    if (permission === 'clipboard-sanitized-write') return isWithin(this.rules, requester);
    // Newer Chromium asks too, at the connection itself. Before 145 it asks for both at once.
    if (permission === 'loopback-network') return allows.thisComputer;
    if (permission === 'local-network') return allows.clinicNetwork;
    if (permission === 'local-network-access') return allows.thisComputer || allows.clinicNetwork;
    if (permission !== 'media' || originOf(requester) !== originOf(address)) return false;
    return (
      mediaTypes.every(
        (type) => (type === 'video' && allows.camera) || (type === 'audio' && allows.microphone),
      ) && mediaTypes.length > 0
    );
  }
}

/** What a form sends, without the files that it brings. */
function bodyOf(parts: readonly Partial<UploadData>[] | undefined): Buffer {
  return Buffer.concat((parts ?? []).flatMap(({ bytes }) => bytes ?? []));
}

const STORAGES_WITHOUT_COOKIES: NonNullable<ClearStorageDataOptions['storages']> = [
  'filesystem',
  'indexdb',
  'localstorage',
  'shadercache',
  'serviceworkers',
  'cachestorage',
];
