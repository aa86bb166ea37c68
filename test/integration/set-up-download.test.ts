import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrivateAuthority } from '../../scripts/lib/desktop/authority.mjs';
import { FileServer, freePort, Proxy } from '../support/bad-network.js';
import { SetUpClone, sha256, zipOf } from './set-up-clone.js';

/*
 * How set-up gets the pinned Electron, in a clone, over real networks: real servers, a real proxy, and
 * set-up's own process.
 */

let clone: SetUpClone;
let server: FileServer;
let proxy: Proxy;

beforeEach(async () => {
  clone = await SetUpClone.make();
  server = new FileServer();
  proxy = new Proxy();
  await server.start();
  await proxy.start();
  server.files.set(zipPath(), clone.zip);
});
afterEach(async () => {
  await server.stop();
  await proxy.stop();
  clone.remove();
});

const zipPath = () => `/v${clone.version}/${clone.zipName}`;
const mirror = () => ({ electron_mirror: server.address, ELECTRON_MIRROR: server.address });
/** The result of a set-up that fell back to the registry's runtime, with the reason. */
const fallenBack = (reason: string | RegExp) => ({
  code: 0,
  version: '33.2.1',
  stderr: expect.stringMatching(reason) as string,
});
const installed = () => ({ code: 0, version: clone.version });
const kept = () => [join('downloads'), join('downloads', `${clone.zipName}.part`)];

describe('a download of Electron', () => {
  it('may take any time, and reports its progress', async () => {
    // More than twice as long as the longest standstill.
    server.manners = [{ speed: clone.zip.length / 4 }];
    const outcome = await clone.ensureElectron(mirror());
    expect(outcome).toMatchObject(installed());
    expect(
      outcome.stderr.match(/: 0\.\d MB of 0\.6 MB, \d\.\d MB a second/g)?.length,
    ).toBeGreaterThan(5);
    expect(clone.installed).toBe(true);
    expect(clone.leftovers).toEqual([]);
  });

  it('is given up when nothing comes any more; the next one resumes there', async () => {
    server.manners = [{ standAfter: 300_000 }, { standAfter: 0 }];
    const outcome = await clone.ensureElectron(mirror());
    expect(outcome).toMatchObject(
      fallenBack(/nothing came for 1.5 seconds.*goes on after the 0.3 MB/),
    );
    expect(clone.leftovers).toEqual(kept());

    server.asked.length = 0;
    server.manners = [{}];
    expect(await clone.ensureElectron(mirror(), { retry: true })).toMatchObject(installed());
    expect(server.asked.map(({ range }) => range)).toEqual(['bytes=300000-']);
    expect(clone.leftovers).toEqual([]);
  });

  it('that is interrupted again and again completes', async () => {
    server.manners = [{ cutAfter: 200_000 }, { cutAfter: 100_000 }, { cutAfter: 250_000 }, {}];
    const outcome = await clone.ensureElectron(mirror());
    expect(outcome).toMatchObject(installed());
    // An interruption may lose data that were not read yet, so the next try begins there or a bit before.
    const begins = server.asked.map(({ range = 'bytes=0-' }) => parseInt(range.slice(6)));
    expect(begins).toHaveLength(4);
    expect(begins).toEqual([...begins].sort((one, other) => one - other));
    for (const [index, end] of [0, 200_000, 300_000, 550_000].entries())
      expect(begins[index]).toBeLessThanOrEqual(end);
    expect(begins[3]).toBeGreaterThan(0);
    expect(outcome.stderr).toContain('the connection was cut off. Trying again…');
    expect(clone.leftovers).toEqual([]);
  });

  it('starts again if the server sends no parts', async () => {
    server.manners = [{ cutAfter: 200_000 }, { ranges: false }];
    expect(await clone.ensureElectron(mirror())).toMatchObject(installed());
    expect(server.asked).toHaveLength(2);
  });

  it('starts again if the earlier part came from another file', async () => {
    for (const size of [100_000, 2_000_000]) {
      mkdirSync(join(clone.cache, 'clinic-workstation/downloads'), { recursive: true });
      const part = join(clone.cache, 'clinic-workstation', kept()[1] ?? '');
      writeFileSync(part, Buffer.alloc(size));
      expect(await clone.ensureElectron(mirror())).toMatchObject(installed());
      clone.remove();
      clone = await SetUpClone.make();
      server.files.set(zipPath(), clone.zip);
    }
  });

  it('reports the server’s answer, and leaves nothing behind', async () => {
    server.files.clear();
    const refused = await clone.ensureElectron(mirror());
    expect(refused).toMatchObject(fallenBack(`${clone.zipName}: the server answered 404`));
    server.files.set(zipPath(), clone.zip);
    server.manners = [{ page: '<h1>Sign in to the guest network</h1>' }];
    const page = await clone.ensureElectron(mirror(), { retry: true });
    expect(page).toMatchObject(fallenBack('answered with a web page in place of the file'));
    expect(clone.leftovers).toEqual([]);
  });

  it('reports that nobody answered', async () => {
    const address = `http://localhost:${await freePort()}/`;
    const outcome = await clone.ensureElectron({
      electron_mirror: address,
      ELECTRON_MIRROR: address,
    });
    expect(outcome).toMatchObject(fallenBack('ECONNREFUSED'));
    expect(clone.leftovers).toEqual([]);
  });

  it('of another file is not used, whatever checksums the mirror has', async () => {
    const other = await zipOf(clone.version, Buffer.from('#!/bin/sh\necho a false one\n'));
    server.files.set(zipPath(), other);
    const shasums = `${sha256(other)} *${clone.zipName}\n`;
    server.files.set(`/v${clone.version}/SHASUMS256.txt`, Buffer.from(shasums));
    const outcome = await clone.ensureElectron({ ...mirror(), electron_use_remote_checksums: '1' });
    expect(outcome).toMatchObject(fallenBack('is not the file that the checksums .* name'));
    expect(clone.installed).toBe(false);
    expect(clone.leftovers).toEqual([]);
  });

  it('that failed is reported by every command without the wait, and is tried again on demand', async () => {
    server.manners = [{ status: 503 }, {}];
    expect(await clone.ensureElectron(mirror())).toMatchObject(fallenBack('answered 503'));
    const next = await clone.ensureElectron(mirror());
    expect(next).toMatchObject(
      fallenBack(/answered 503.*`npm run setup` tries the download again/),
    );
    expect(server.asked).toHaveLength(1);
    expect(await clone.ensureElectron(mirror(), { retry: true })).toMatchObject(installed());
  });

  it('is tried again when the note of a failure has no reason', async () => {
    const note = join(clone.project, 'node_modules/.cache/clinic-workstation');
    mkdirSync(note, { recursive: true });
    const older = JSON.stringify({ version: clone.version, at: new Date().toISOString() });
    for (const text of [older, older.slice(0, 20)]) {
      writeFileSync(join(note, 'electron-download-failed.json'), text);
      clone.forget();
      expect(await clone.ensureElectron(mirror())).toMatchObject(installed());
    }
  });

  it('that is killed leaves only what the next one resumes', async () => {
    server.manners = [{ standAfter: 300_000 }];
    for (const [index, signal] of (['SIGKILL', 'SIGTERM'] as const).entries()) {
      const child = clone.start(mirror());
      await expect.poll(() => server.asked.length).toBe(index + 1);
      await sleep(300);
      const gone = new Promise((settle) => child.on('exit', settle));
      child.kill(signal);
      await gone;
    }
    expect(clone.leftovers).toEqual(kept());
    server.manners = [{}];
    expect(await clone.ensureElectron(mirror())).toMatchObject(installed());
    expect(clone.leftovers).toEqual([]);
  });
});

describe('a download of Electron through a proxy', () => {
  const host = 'https://downloads.electron.test/';
  const mirrored = { electron_mirror: host, ELECTRON_MIRROR: host };
  const authority = new PrivateAuthority('A clinic');
  let secure: FileServer;
  let certificate: string;

  beforeEach(async () => {
    secure = new FileServer(authority.issue(['downloads.electron.test', 'localhost']));
    await secure.start();
    secure.files.set(zipPath(), clone.zip);
    proxy.port = secure.port;
    certificate = join(clone.root, 'clinic.pem');
    writeFileSync(certificate, authority.certificate);
  });
  afterEach(() => secure.stop());

  it('uses the proxy of HTTPS_PROXY or https_proxy', async () => {
    for (const name of ['HTTPS_PROXY', 'https_proxy']) {
      const env = { ...mirrored, [name]: proxy.address, NODE_EXTRA_CA_CERTS: certificate };
      expect(await clone.ensureElectron(env)).toMatchObject(installed());
      expect(proxy.asked).toContain('downloads.electron.test:443');
      proxy.asked.length = 0;
      clone.forget();
    }
  });

  it('uses npm’s own proxy, with its user and its authority', async () => {
    proxy.user = 'clinic:quiet-lamp';
    clone.npmSettings({ 'https-proxy': proxy.address, cafile: certificate });
    expect(await clone.ensureElectron(mirrored)).toMatchObject(installed());
    expect(proxy.asked).toEqual(['downloads.electron.test:443']);
  });

  it('uses no proxy where npm uses none', async () => {
    clone.npmSettings({ 'https-proxy': proxy.address, noproxy: 'localhost', cafile: certificate });
    const env = { electron_mirror: secure.address, ELECTRON_MIRROR: secure.address };
    expect(await clone.ensureElectron(env)).toMatchObject(installed());
    expect(proxy.asked).toEqual([]);
  });

  it('reports that the proxy refuses, without its password', async () => {
    proxy.user = 'clinic:quiet-lamp';
    proxy.status = 403;
    const env = { ...mirrored, HTTPS_PROXY: proxy.address, NODE_EXTRA_CA_CERTS: certificate };
    const outcome = await clone.ensureElectron(env);
    expect(outcome).toMatchObject(fallenBack(/the proxy refused the connection \(403\)/));
    expect(outcome.stderr).not.toContain('quiet-lamp');
    proxy.status = 407;
    expect(await clone.ensureElectron(env, { retry: true })).toMatchObject(fallenBack(/\(407\)/));
    expect(clone.leftovers).toEqual([]);
  });
});

it('a zip that is there already is not downloaded again', async () => {
  await clone.ensureElectron(mirror());
  clone.uninstall();
  expect(await clone.ensureElectron(mirror())).toMatchObject(installed());
  expect(server.asked).toHaveLength(1);
  // It is in the cache that all projects of this user share.
  const [folder = ''] = readdirSync(join(clone.cache, 'electron'));
  const zip = readFileSync(join(clone.cache, 'electron', folder, clone.zipName));
  expect(zip.equals(clone.zip)).toBe(true);
});
