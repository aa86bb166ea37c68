import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../scripts/lib/processes.mjs';
import { FileServer, freePort, Proxy } from '../support/bad-network.js';
import { SetUpClone } from './set-up-clone.js';

/*
 * How set-up gets the large package with the development runtime, in a clone, from a real registry with one
 * small package in its place.
 */

const NAME = '@clinic/runtime';
const VERSION = '1.2.3';
const METADATA = '/@clinic%2fruntime';
const TARBALL = '/runtime-1.2.3.tgz';

let clone: SetUpClone;
let registry: FileServer;
let tarball: Buffer;
let target: string;

beforeEach(async () => {
  clone = await SetUpClone.make();
  registry = new FileServer();
  await registry.start();
  tarball = await makeTarball();
  target = join(clone.root, 'package.tgz');
  serve(registry.address);
});
afterEach(async () => {
  await registry.stop();
  clone.remove();
});

const integrityOf = (content: Buffer) =>
  `sha512-${createHash('sha512').update(content).digest('base64')}`;
const wanted = () => ({
  ...{ name: NAME, version: VERSION, integrity: integrityOf(tarball) },
  shown: 'The runtime',
});
const from = (address: string) => ({
  ...{ npm_config_registry: address, npm_config_fetch_retries: '0' },
});
const fetchIt = (env: Readonly<Record<string, string>> = from(registry.address)) =>
  clone.fetchPackage(wanted(), target, env);
const arrived = () => existsSync(target) && readFileSync(target).equals(tarball);

/** @param address the registry's own address in its file names */
function serve(address: string): void {
  const dist = {
    tarball: `${address.replace(/\/$/, '')}${TARBALL}`,
    integrity: integrityOf(tarball),
  };
  const versions = { [VERSION]: { name: NAME, version: VERSION, dist } };
  const metadata = { name: NAME, 'dist-tags': { latest: VERSION }, versions };
  registry.files.set(METADATA, Buffer.from(JSON.stringify(metadata)));
  registry.files.set(TARBALL, tarball);
}

async function makeTarball(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'clinic-tarball-'));
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: NAME, version: VERSION }));
    writeFileSync(join(folder, 'content'), randomBytes(300_000));
    const { code, stderr } = await run('npm', ['pack', '--offline'], { cwd: folder });
    if (code !== 0) throw new Error(stderr);
    return readFileSync(join(folder, 'clinic-runtime-1.2.3.tgz'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the package with the development runtime', () => {
  it('comes over a slow link with progress, and resumes after an interruption', async () => {
    registry.manners = [{}, { speed: 100_000, cutAfter: 100_000 }, {}, {}];
    const outcome = await fetchIt();
    expect(outcome.stderr).toMatch(/The runtime: 0\.\d MB of 0\.3 MB/);
    expect(outcome.stderr).toContain('the connection was cut off. Trying again…');
    expect(outcome).toMatchObject({ code: 0 });
    expect(registry.asked.at(-1)).toMatchObject({ path: TARBALL, range: 'bytes=100000-' });
    expect(arrived()).toBe(true);
    expect(clone.leftovers).toEqual([]);
  });

  it('is given up when nothing comes any more, and resumes the next time', async () => {
    registry.manners = [{}, { standAfter: 200_000 }, { standAfter: 0 }];
    const outcome = await fetchIt();
    expect(outcome).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nothing came for 1.5 seconds') as string,
    });
    registry.manners = [{}];
    expect(await fetchIt()).toMatchObject({ code: 0 });
    expect(registry.asked.at(-1)).toMatchObject({ range: 'bytes=200000-' });
    expect(arrived()).toBe(true);
  });

  it('with another checksum is not used, and leaves nothing behind', async () => {
    registry.files.set(TARBALL, randomBytes(1_000));
    const outcome = await fetchIt();
    expect(outcome.stderr).toContain('is not the one that this project knows');
    expect(arrived()).toBe(false);
    expect(clone.leftovers).toEqual([]);
  });

  it('comes through the proxy of npm’s settings', async () => {
    const proxy = new Proxy();
    await proxy.start();
    try {
      proxy.port = registry.port;
      serve('http://registry.test/');
      clone.npmSettings({ proxy: proxy.address });
      expect(await fetchIt(from('http://registry.test/'))).toMatchObject({ code: 0 });
      expect(proxy.asked).toContain(`http://registry.test${TARBALL}`);
      expect(arrived()).toBe(true);
    } finally {
      await proxy.stop();
    }
  });

  it('comes by npm itself from a registry that needs credentials', async () => {
    registry.credential = 'Bearer clinic-token';
    clone.npmSettings({ [`//localhost:${registry.port}/:_authToken`]: 'clinic-token' });
    const outcome = await fetchIt();
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.stderr).toContain('the server answered 401 Unauthorized. npm itself tries it');
    expect(arrived()).toBe(true);
    expect(clone.leftovers).toEqual([]);
  });

  it('says why it can’t be downloaded', async () => {
    const outcome = await fetchIt(from(`http://localhost:${await freePort()}/`));
    expect(outcome).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ECONNREFUSED') as string,
    });
    registry.files.clear();
    expect((await fetchIt()).stderr).toMatch(/404/);
    expect(clone.leftovers).toEqual([]);
  });
});
