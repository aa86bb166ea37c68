import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loginHalves } from '../../src/main/host/log-in/login-halves.js';
import { holdInstallation } from '../../src/main/host/log-in/installation-lock.js';

const MEMORY = '/dev/shm';
const half = Buffer.alloc(32, 7);
let runtime: string;

beforeEach(() => {
  runtime = mkdtempSync(join(MEMORY, 'clinic-halves-'));
});
afterEach(() => rmSync(runtime, { recursive: true, force: true }));

const open = (owner: readonly string[], folder = runtime): ReturnType<typeof loginHalves> =>
  loginHalves(owner, { platform: 'linux', env: { XDG_RUNTIME_DIR: folder } });

test('a half belongs to its session only, and its files are private', () => {
  const halves = open(['installation', 'folder']);
  halves?.keep('session', half);
  expect(halves?.read('session')).toEqual(half);
  expect(halves?.read('another session')).toBeNull();
  const folder = join(runtime, 'clinic-workstation');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, name), 'utf8')).toContain(half.toString('base64'));
  }
  halves?.remove();
  halves?.remove();
  expect(halves?.read('session')).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
});

test('a copy of the folder, and another installation, cannot read it', () => {
  open(['installation', 'folder'])?.keep('session', half);
  expect(open(['installation', 'copy'])?.read('session')).toBeNull();
  expect(open(['another', 'folder'])?.read('session')).toBeNull();
});

test('a folder on a disk, or a missing one, is refused', () => {
  const disk = mkdtempSync(join(tmpdir(), 'clinic-halves-'));
  expect(open(['installation', 'folder'], disk)).toBeNull();
  rmSync(disk, { recursive: true });
  expect(open(['installation', 'folder'], '/nowhere')).toBeNull();
  for (const platform of ['win32', 'darwin'] as const)
    expect(loginHalves([], { platform, env: { XDG_RUNTIME_DIR: runtime } })).toBeNull();
});

// Sockets without a file, and with a file, as macOS needs it.
test.each(['linux', 'darwin'] as const)('an installation has one holder (%s)', async (platform) => {
  const id = `test-${process.pid}-${platform}`;
  const release = await holdInstallation(id, 0, platform);
  expect(release).not.toBeNull();
  expect(await holdInstallation(id, 100, platform)).toBeNull();
  const next = holdInstallation(id, 5_000, platform);
  release?.();
  const released = await next;
  expect(released).not.toBeNull();
  expect(await holdInstallation(`${id}-other`, 0, platform)).not.toBeNull();
  released?.();
});
