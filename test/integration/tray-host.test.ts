import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { watchTrayHost } from '../../src/main/host/desktop/tray-host.js';
import { FakeTrayHost } from '../support/fake-tray-host.js';

/* Whether a desktop shows status icons: a real bus with a watcher of our own, and a real tray under X. */

let desktop: Desktop;

beforeAll(async () => {
  desktop = await openDesktop({ keyring: false });
  vi.stubEnv('XAUTHORITY', desktop.authority);
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', desktop.env['DBUS_SESSION_BUS_ADDRESS']);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await desktop.close();
});

let host: FakeTrayHost | null = null;
afterEach(() => host?.close());

function watch(display: string | null): readonly boolean[] {
  const told: boolean[] = [];
  watchTrayHost(display, (there) => told.push(there));
  return told;
}

const address = (): string => desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';

test('a StatusNotifier host that comes and goes is noticed; a watcher alone shows no icons', async () => {
  const told = watch(null);
  host = await FakeTrayHost.open(address(), false);
  await new Promise((passed) => setTimeout(passed, 300));
  expect(told).toEqual([]);
  host.setThere(true);
  await expect.poll(() => told).toEqual([true]);
  host.setThere(false);
  await expect.poll(() => told).toEqual([true, false]);
  host.setThere(true);
  await expect.poll(() => told).toEqual([true, false, true]);
  host.close();
  await expect.poll(() => told).toEqual([true, false, true, false]);
});

test('a host that was there before is noticed', async () => {
  host = await FakeTrayHost.open(address());
  const told = watch(null);
  await expect.poll(() => told).toEqual([true]);
});

test('a tray of the older kind under X that comes and goes is noticed', async () => {
  const told = watch(desktop.display);
  await new Promise((passed) => setTimeout(passed, 300));
  expect(told).toEqual([]);
  const tray = desktop.spawn('trayer', [], { stdio: 'ignore' });
  await expect.poll(() => told, { timeout: 5_000 }).toEqual([true]);
  tray.kill();
  await expect.poll(() => told, { timeout: 5_000 }).toEqual([true, false]);
});
