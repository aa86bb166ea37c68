import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImageUpdater } from 'electron-updater';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpdateChannel } from '../../src/shared/policy/managed-policy.js';
import { publicHalf, signatureOf } from '../../scripts/lib/packaging/release-key.mjs';
import { ElectronUpdater } from '../../src/main/updates/electron-updater.js';
import { readSigningKey } from '../../src/main/keys/detached-signature.js';
import { NodeHttpExecutor, ReleaseServer } from '../support/release-server.js';

/*
 * The real electron-updater with a real web server, on a program in place of the installed AppImage.
 * Outside of Electron, only its network and the end of the app are replaced.
 */

const RUNNING = '1.0.0';
const METADATA = process.arch === 'arm64' ? 'latest-linux-arm64.yml' : 'latest-linux.yml';
const NEWER = '#!/bin/sh\nexit 0\n# newer\n'.padEnd(200_000, '.');

/** Headers of every HTTP request; they do not tell who asks. */
const PLAIN_HEADERS = [
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'host',
  'user-agent',
];

let server: ReleaseServer;
let home: string;
/** The installed program, which an update replaces. */
let installed: string;
let quits: number;
let channel: UpdateChannel;
let updater: ElectronUpdater;
let address: string;

class InstalledAppImage extends AppImageUpdater {
  constructor() {
    super(null, {
      version: RUNNING,
      name: 'clinic-workstation',
      isPackaged: true,
      appUpdateConfigPath: join(home, 'app-update.yml'),
      userDataPath: home,
      baseCachePath: home,
      whenReady: () => Promise.resolve(),
      relaunch: () => undefined,
      quit: () => undefined,
      onQuit: () => undefined,
    });
    Object.assign(this, { httpExecutor: new NodeHttpExecutor() });
  }

  /** The real updater, except for the end of the app. */
  override quitAndInstall(): void {
    if (this.install(true, true)) quits += 1;
  }
}

beforeEach(async () => {
  server = new ReleaseServer();
  await server.start();
  home = mkdtempSync(join(tmpdir(), 'clinic-updated-'));
  installed = join(home, 'clinic-workstation.AppImage');
  writeFileSync(installed, 'the old version', { mode: 0o755 });
  writeFileSync(join(home, 'app-update.yml'), readFileSync('assets/app-update.yml'));
  process.env['APPIMAGE'] = installed;
  quits = 0;
  channel = 'stable';
  address = server.address;
  updater = start();
});
afterEach(async () => {
  delete process.env['APPIMAGE'];
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

function start(): ElectronUpdater {
  const key = readSigningKey(publicHalf(server.keys.privateKey));
  if (key === null) throw new Error('the key of the test was not read');
  return new ElectronUpdater({
    kind: 'appImage',
    feed: () => ({ address, channel, key }),
    updater: new InstalledAppImage(),
  });
}

async function update(): Promise<void> {
  await updater.download(() => undefined);
  await updater.verify();
  updater.install();
}

function isUntouched(): boolean {
  return readFileSync(installed, 'utf8') === 'the old version' && quits === 0;
}

function loaded(): readonly string[] {
  const pending = join(home, 'clinic-workstation-updater', 'pending');
  return existsSync(pending) ? readdirSync(pending) : [];
}

describe('a good release', () => {
  it('is found, downloaded, and replaces the installed program', async () => {
    const name = await server.publish('1.1.0', NEWER);
    expect(await updater.check()).toEqual({
      version: '1.1.0',
      releasedMs: expect.closeTo(Date.now(), -5) as number,
    });
    expect(server.asked).not.toContain(name);
    await updater.download(() => undefined);
    expect(isUntouched()).toBe(true);
    await updater.verify();
    updater.install();
    expect(readFileSync(installed, 'utf8')).toBe(NEWER);
    expect(quits).toBe(1);
  });

  it('is requested without any data of the clinic: only a random number', async () => {
    await server.publish('1.1.0', NEWER, { staging: 99 });
    await updater.check();
    await updater.download(() => undefined).catch(() => undefined);
    expect(server.said.length).toBeGreaterThan(1);
    for (const { query, headers } of server.said) {
      // The time in base 32, against caches on the way.
      expect(query).toMatch(/^(\?noCache=[0-9a-v]+)?$/);
      const { 'x-user-staging-id': number = '', ...others } = headers;
      expect(number).toMatch(/^([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12})?$/);
      expect(headers['user-agent'] ?? 'electron-builder').toBe('electron-builder');
      expect(PLAIN_HEADERS).toEqual(expect.arrayContaining(Object.keys(others)));
    }
  });

  it('is downloaded once, also when the app was restarted meanwhile', async () => {
    const name = await server.publish('1.1.0', NEWER);
    await updater.check();
    await updater.download(() => undefined);
    updater = start();
    await updater.check();
    await update();
    expect(server.asked.filter((asked) => asked === name)).toHaveLength(1);
    expect(readFileSync(installed, 'utf8')).toBe(NEWER);
  });

  it('is not installed when another program changed the download', async () => {
    const name = await server.publish('1.1.0', NEWER);
    await updater.check();
    await updater.download(() => undefined);
    const file = join(home, 'clinic-workstation-updater', 'pending', name);
    writeFileSync(file, NEWER.replace('newer', 'other'));
    await expect(updater.verify()).rejects.toMatchObject({ problem: 'checksum' });
    rmSync(file);
    await expect(updater.verify()).rejects.toMatchObject({ problem: 'checksum' });
    expect(isUntouched()).toBe(true);
  });

  it('that cannot be installed leaves the app running, and is reported', async () => {
    await server.publish('1.1.0', NEWER);
    await updater.check();
    await updater.download(() => undefined);
    process.env['APPIMAGE'] = join(home, 'gone.AppImage');
    expect(() => updater.install()).toThrow(expect.objectContaining({ problem: 'failed' }));
    expect(isUntouched()).toBe(true);
  });
});

describe('is never downloaded, nor installed:', () => {
  afterEach(() => {
    expect(server.asked.some((name) => name.endsWith('.AppImage'))).toBe(false);
    expect(isUntouched()).toBe(true);
  });

  async function refused(problem: string): Promise<void> {
    await expect(updater.check()).rejects.toMatchObject({ problem });
    await expect(updater.download(() => undefined)).rejects.toThrow();
    await expect(updater.verify()).rejects.toThrow();
    expect(() => updater.install()).toThrow();
  }

  it('a release whose metadata were changed', async () => {
    await server.publish('1.1.0', NEWER);
    server.change(METADATA, (text) => text.replace('1.1.0', '1.1.1'));
    await refused('badSignature');
  });

  it('a release with one more byte in its metadata, or with bytes that are not text', async () => {
    await server.publish('1.1.0', NEWER);
    server.change(METADATA, (text) => `${text} `);
    await refused('badSignature');
    writeFileSync(join(server.folder, METADATA), Buffer.from([0xff, 0xfe, 0x7b]));
    await refused('badSignature');
  });

  it('a release with somebody else’s signature', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    await server.publish('1.1.0', NEWER, { key: privateKey });
    await refused('badSignature');
  });

  it.each(['', 'no signature', `${'A'.repeat(86)}==`])(
    'a release signed with “%s”',
    async (text) => {
      await server.publish('1.1.0', NEWER);
      server.change(`${METADATA}.sig`, () => text);
      await refused('badSignature');
    },
  );

  it('a release without a signature', async () => {
    await server.publish('1.1.0', NEWER);
    server.remove(`${METADATA}.sig`);
    await refused('unsigned');
  });

  it('a missing release', async () => {
    await refused('notFound');
  });

  it('a release on a server that cannot be reached', async () => {
    await server.publish('1.1.0', NEWER);
    address = 'http://127.0.0.1:9/';
    await refused('unreachable');
  });

  it('signed metadata that name another folder or host', async () => {
    await server.publish('1.1.0', NEWER);
    for (const url of ['https://other.example/a.AppImage', '../a.AppImage', 'a/b.AppImage']) {
      server.change(METADATA, (text) => text.replace(/"url": "[^"]*"/, `"url": "${url}"`));
      const metadata = readFileSync(join(server.folder, METADATA));
      server.change(`${METADATA}.sig`, () => signatureOf(metadata, server.keys.privateKey));
      await refused('malformed');
    }
  });

  it('a beta in place of the stable channel', async () => {
    await server.publish('1.1.0-beta.1', NEWER);
    await refused('malformed');
  });

  it.each(['0.9.0', '1.0.0-beta.1', RUNNING])('version %s', async (version) => {
    channel = version.includes('beta') ? 'beta' : 'stable';
    await server.publish(version, NEWER, { channel });
    expect(await updater.check()).toBeNull();
    await expect(update()).rejects.toThrow();
  });
});

it('a beta is only for those who chose its channel', async () => {
  channel = 'beta';
  await server.publish('1.1.0-beta.1', NEWER, { channel });
  expect((await updater.check())?.version).toBe('1.1.0-beta.1');
});

it('a staged release is for its share of the computers', async () => {
  await server.publish('1.1.0', NEWER, { staging: 50 });
  // The first bytes of a computer's number decide; electron-updater stores the number beside the app's
  // data.
  for (const [first, found] of [
    ['00000000', true],
    ['ffffffff', false],
  ] as const) {
    writeFileSync(join(home, '.updaterId'), `12345678-1234-5234-9234-1234${first}`);
    updater = start();
    expect((await updater.check()) !== null).toBe(found);
  }
});

describe('a download', () => {
  it('of other bytes than the released ones is deleted', async () => {
    const name = await server.publish('1.1.0', NEWER);
    server.change(name, (text) => text.replace('newer', 'other'));
    await updater.check();
    await expect(update()).rejects.toMatchObject({ problem: 'checksum' });
    await expect.poll(loaded).toEqual([]);
    expect(isUntouched()).toBe(true);
  });

  it('that is interrupted is deleted, and works the next time', async () => {
    await server.publish('1.1.0', NEWER);
    server.cutAfter = 100_000;
    await updater.check();
    await expect(update()).rejects.toMatchObject({ problem: 'interrupted' });
    await expect.poll(loaded).toEqual([]);
    expect(isUntouched()).toBe(true);
    server.cutAfter = null;
    await updater.check();
    await update();
    expect(readFileSync(installed, 'utf8')).toBe(NEWER);
  });
});
