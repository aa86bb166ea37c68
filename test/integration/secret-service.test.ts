import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { secretServiceDoor } from '../../src/main/host/linux/bus/secret-service.js';
import { WalletlessKWallet } from '../support/fake-secret-service.js';
import { plantCredential } from '../support/keychain.js';
import { openSlowBus } from './slow-bus.js';

/* The state that a Secret Service reports: the real GNOME keyring on a real bus, in each of its states. */

let desktop: Desktop;
let door: ReturnType<typeof secretServiceDoor>;
let wallet: WalletlessKWallet | null = null;

beforeAll(async () => {
  desktop = await openDesktop();
  door = secretServiceDoor(desktop.env);
});
afterEach(() => wallet?.close());
afterAll(() => desktop.close());

test('the keyring is open, locked, and gone', async () => {
  await plantCredential(desktop, { account: 'x/session', password: 'y' });
  expect(await door()).toBe('open');
  await desktop.keyring.startLocked();
  expect(await door()).toBe('asks');
  await desktop.keyring.stop();
  expect(await door()).toBe('missing');
});

test('a keyring that hangs counts as open, so that nobody waits for a question', async () => {
  await desktop.keyring.start();
  desktop.keyring.pause();
  expect(await door()).toBe('open');
  desktop.keyring.goOn();
  await desktop.keyring.stop();
});

test('a bus that answers late is no sign that there is no keyring', async () => {
  await desktop.keyring.start();
  const [, path] = /unix:path=([^,]+)/.exec(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') ?? [];
  if (path === undefined) throw new Error('no bus');
  const slow = await openSlowBus(path, `${path}-slow`, { member: 'GetNameOwner', lateMs: 1_000 });
  expect(await secretServiceDoor({ DBUS_SESSION_BUS_ADDRESS: slow.address })()).toBe('open');
  slow.close();
  await desktop.keyring.stop();
});

test('KWallet without a wallet', async () => {
  wallet = await WalletlessKWallet.open(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  expect(await door()).toBe('noWallet');
});

test('no bus at all', async () => {
  expect(await secretServiceDoor({})()).toBe('missing');
});
