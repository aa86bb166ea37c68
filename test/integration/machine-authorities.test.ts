import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrivateAuthority } from '../../scripts/lib/desktop/authority.mjs';
import {
  linuxStore,
  macStore,
  rememberedFor,
  windowsStore,
} from '../../src/main/host/network/machine-authorities.js';
import { X509Certificate } from 'node:crypto';

/* The authorities in this computer's own store, on each system. */

const pem = new PrivateAuthority('Of this computer').certificate;
const { fingerprint256: print, raw } = new X509Certificate(pem);

const printsOf = async (read: () => Promise<readonly (string | Buffer)[]>) =>
  (await rememberedFor(1_000, read)()).map(({ fingerprint256 }) => fingerprint256);

describe.skipIf(process.getuid?.() !== 0)('a bundle of Linux (only root can own one)', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clinic-bundle-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read, also behind a link, without its invalid parts', async () => {
    const file = join(folder, 'bundle.pem');
    const broken = '-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n';
    writeFileSync(file, `# comment\n${broken}${pem}`, { mode: 0o644 });
    const link = join(folder, 'link.pem');
    symlinkSync(file, link);
    expect(await printsOf(linuxStore(['/nonexistent', link]))).toEqual([print]);
  });

  it('is ignored if others may write it, or its folder', async () => {
    const file = join(folder, 'bundle.pem');
    writeFileSync(file, pem, { mode: 0o644 });
    expect(await printsOf(linuxStore([file]))).toEqual([print]);
    chmodSync(file, 0o666);
    expect(await printsOf(linuxStore([file]))).toEqual([]);
    chmodSync(file, 0o644);
    chmodSync(folder, 0o777);
    expect(await printsOf(linuxStore([file]))).toEqual([]);
  });
});

it('Windows and macOS print theirs by programs of their own', async () => {
  const bytes = `${[...raw].join(',')}\r\n\r\nsomething else\r\n`;
  expect(await printsOf(windowsStore(() => Promise.resolve(bytes)))).toEqual([print]);
  expect(
    await printsOf(
      macStore((program, args) =>
        Promise.resolve(
          program === '/usr/bin/security' && args[0] === 'find-certificate' ? pem : '',
        ),
      ),
    ),
  ).toEqual([print]);
  expect(await printsOf(() => Promise.reject(new Error('no')))).toEqual([]);
});

it('a reading is reused for a while, and then read again', async () => {
  let nowMs = 0;
  let reads = 0;
  const all = rememberedFor(
    60_000,
    () => {
      reads += 1;
      return Promise.resolve(reads === 1 ? [] : [pem]);
    },
    () => nowMs,
  );
  expect(await all()).toHaveLength(0);
  nowMs = 59_999;
  expect(await all()).toHaveLength(0);
  nowMs = 60_000;
  expect(await all()).toHaveLength(1);
  expect(reads).toBe(2);
});
