import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingHttpHeaders,
  request,
  type RequestListener,
  type RequestOptions,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { writeMetadata } from '../../scripts/lib/packaging/release-metadata.mjs';
import type { PrivateAuthority } from '../../scripts/lib/desktop/authority.mjs';

type Identity = ReturnType<PrivateAuthority['issue']>;
type Channel = 'stable' | 'beta';

/** A web server with releases, made and signed by the project's own script. */
export class ReleaseServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'clinic-releases-'));
  readonly keys = generateKeyPairSync('ed25519');
  /** What was asked for, without what follows a question mark. */
  readonly asked: string[] = [];
  /** What each of them said besides. */
  readonly said: { readonly query: string; readonly headers: IncomingHttpHeaders }[] = [];
  /** After how many bytes of a package the connection breaks. */
  cutAfter: number | null = null;
  readonly #identity: Identity | null;
  readonly #server;
  readonly #answer: RequestListener = (asked, answer) => {
    const { pathname, search } = new URL(asked.url ?? '', 'http://localhost');
    const path = decodeURIComponent(pathname);
    this.said.push({ query: search, headers: asked.headers });
    this.asked.push(path.slice(1));
    let body: Buffer;
    try {
      body = readFileSync(join(this.folder, path));
    } catch {
      answer.writeHead(404).end();
      return;
    }
    answer.writeHead(200, { 'content-length': body.length });
    if (this.cutAfter === null || !path.endsWith('.AppImage')) answer.end(body);
    else answer.write(body.subarray(0, this.cutAfter), () => answer.destroy());
  };

  /** @param identity of `localhost`, for https; http without it */
  constructor(identity: Identity | null = null) {
    this.#identity = identity;
    this.#server =
      identity === null ? createServer(this.#answer) : createSecureServer(identity, this.#answer);
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return this.#identity === null ? `http://127.0.0.1:${port}/` : `https://localhost:${port}/`;
  }

  /** @returns the name of the package */
  async publish(
    version: string,
    content: string,
    {
      channel = 'stable',
      staging,
      key = this.keys.privateKey,
      releasedMs,
    }: { channel?: Channel; staging?: number; key?: KeyObject; releasedMs?: number } = {},
  ): Promise<string> {
    const name = `Clinic Workstation-${version}${process.arch === 'arm64' ? '-arm64' : ''}.AppImage`;
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder);
    writeFileSync(join(this.folder, name), content);
    if (releasedMs !== undefined)
      utimesSync(join(this.folder, name), releasedMs / 1_000, releasedMs / 1_000);
    await writeMetadata(this.folder, { version, channel, staging }, key);
    return name;
  }

  /** Changes a file behind the back of what was signed. */
  change(name: string, change: (text: string) => string): void {
    const file = join(this.folder, name);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }

  remove(name: string): void {
    rmSync(join(this.folder, name));
  }
}

/** electron-updater's own, over Node's HTTP: outside Electron there is no other. */
export class NodeHttpExecutor extends ElectronHttpExecutor {
  override createRequest(
    options: RequestOptions,
    callback: (response: unknown) => void,
  ): ReturnType<ElectronHttpExecutor['createRequest']> {
    return request(options, callback) as unknown as ReturnType<
      ElectronHttpExecutor['createRequest']
    >;
  }

  /** Node follows none by itself, and the base class then does. */
  override addRedirectHandlers(): void {
    // Nothing to listen to.
  }
}
