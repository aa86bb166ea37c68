import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../scripts/lib/processes.mjs';
import { setup } from '../../scripts/lib/setup.mjs';
import { FileServer, freePort } from '../support/bad-network.js';
import { SetUpClone, sha256, zipOf } from './set-up-clone.js';

/*
 * A release in a clone of the whole project, with the development runtime in place of the pinned Electron:
 * the checksums of the clone's `electron` package name a zip of that runtime. The tests are steps of one
 * story, in this order.
 */

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let clone: SetUpClone;
let output: string;
/** The variables of a computer without a network. */
let offline: Record<string, string>;

beforeAll(async () => {
  await setup({ needs: { packaging: true } });
  clone = await SetUpClone.makeWhole();
  output = join(clone.root, 'packages');
  offline = mirroredBy(`http://localhost:${await freePort()}/`);
});
afterAll(() => clone.remove());

/** Both set-up and electron-builder read a mirror from these variables. */
const mirroredBy = (address: string) => ({
  ...{ electron_mirror: address, ELECTRON_MIRROR: address },
});

function dist(env: Readonly<Record<string, string>>) {
  const program = join(clone.project, 'scripts/dist.mjs');
  const args = ['--only', 'dir', '--fast', '--output', output];
  return run(process.execPath, [program, ...args], { env: { ...clone.env, ...env } });
}

const packed = () => join(output, 'linux-unpacked');
const zipOfMirror = () => `/v${clone.version}/${clone.zipName}`;

/** A mirror that serves a false Electron with matching checksums. */
async function lyingMirror(): Promise<FileServer> {
  const server = new FileServer();
  const zip = await zipOf(clone.version, Buffer.from('#!/bin/sh\necho a false one\n'));
  server.files.set(zipOfMirror(), zip);
  const shasums = `${sha256(zip)} *${clone.zipName}\n`;
  server.files.set(`/v${clone.version}/SHASUMS256.txt`, Buffer.from(shasums));
  await server.start();
  return server;
}

describe.runIf(process.platform === 'linux')('a release', () => {
  it('uses the unchanged Electron that set-up downloaded, without a network', async () => {
    const mirror = new FileServer();
    mirror.files.set(zipOfMirror(), clone.zip);
    await mirror.start();
    offline = mirroredBy(mirror.address);
    expect(await clone.ensureElectron(offline)).toMatchObject({ version: clone.version });
    await mirror.stop();
    const installed = join(clone.project, 'node_modules/electron/dist/resources.pak');
    const { size } = statSync(installed);
    appendFileSync(installed, 'changed by somebody');

    // The mirror does not matter now.
    const { code, stderr } = await dist(mirroredBy('http://localhost:9/'));
    expect(stderr).not.toContain('trial');
    expect(code, stderr).toBe(0);
    expect(statSync(join(packed(), 'resources.pak')).size).toBe(size);
    expect(existsSync(join(packed(), 'resources/app.asar'))).toBe(true);
    for (const foreign of ['version', 'manifest.json', 'resources/default_app.asar'])
      expect(existsSync(join(packed(), foreign)), foreign).toBe(false);
  });

  it('is refused when electron-builder alone takes Electron from a mirror', async () => {
    const mirror = await lyingMirror();
    try {
      const { code, stdout, stderr } = await run(
        join(clone.project, 'node_modules/.bin/electron-builder'),
        ['--linux', 'dir', '--publish', 'never', `-c.directories.output=${output}`],
        { cwd: clone.project, env: { ...clone.env, ...mirroredBy(mirror.address) } },
      );
      expect(mirror.asked.map(({ path }) => path)).toContain(zipOfMirror());
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain('so no release is made of it');
      expect(existsSync(join(packed(), 'resources/app.asar'))).toBe(false);
    } finally {
      await mirror.stop();
    }
  });

  it('is refused when the file that set-up keeps has changed', async () => {
    const kept = readdirSync(join(clone.cache, 'electron'))
      .map((folder) => join(clone.cache, 'electron', folder, clone.zipName))
      .filter((file) => existsSync(file) && readFileSync(file).equals(clone.zip));
    expect(kept).toHaveLength(1);
    for (const file of kept) appendFileSync(file, 'changed by somebody');
    const mirror = await lyingMirror();
    try {
      for (const address of [offline['electron_mirror'] ?? '', mirror.address]) {
        const env = { ...mirroredBy(address), electron_use_remote_checksums: '1' };
        const { code, stderr } = await dist(env);
        expect(code).not.toBe(0);
        expect(stderr).toMatch(
          /A release is packed only of the Electron that the lock file proves/,
        );
      }
    } finally {
      await mirror.stop();
    }
  });

  it('is a trial if set-up was given a false Electron', async () => {
    clone.forget();
    const mirror = await lyingMirror();
    try {
      const env = { ...mirroredBy(mirror.address), electron_use_remote_checksums: '1' };
      const { code, stderr } = await dist(env);
      expect(code, stderr).toBe(0);
      expect(stderr).toContain('is not the file that the checksums');
      expect(stderr).toContain('They are trials, no releases.');
    } finally {
      await mirror.stop();
    }
  });
});
