import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDesktop, type Desktop } from '../../scripts/lib/desktop.mjs';
import { systemClock } from '../../src/main/host/clock.js';
import type { SessionRecord } from '../../src/main/ports.js';
import { KEYCHAIN_SERVICE, openKeychain } from '../../src/main/vault/keychain.js';
import { KeychainError, Vault } from '../../src/main/vault/vault.js';
import { instant } from '../support/fakes/builders.js';

/* The real keyring daemon over a private D-Bus, read from outside through secret-tool. */

let desktop: Desktop;
beforeAll(async () => {
  desktop = await openDesktop({ windowManager: false });
  // This file runs in a process of its own, and libsecret asks for the bus at its first call.
  Object.assign(process.env, desktop.env);
});
afterAll(() => desktop.close());

function vaultOf(installation: string): Vault {
  return new Vault(openKeychain(), systemClock(), installation);
}

async function issued(vault: Vault, id: string): Promise<SessionRecord> {
  const share = await vault.issue(id);
  return { id, memberId: 'm', startedAt: instant(), lastActivityAt: instant(), ...share };
}

async function accountsOutside(): Promise<readonly (string | undefined)[]> {
  const entries = await desktop.secretEntries(KEYCHAIN_SERVICE);
  return entries.map(({ attributes }) => attributes['account']).sort();
}

describe('the keychain', () => {
  it('really holds, knows again and loses a session’s entry', async () => {
    const vault = vaultOf('desk-a');
    const session = await issued(vault, 's1');
    expect(await accountsOutside()).toEqual(['desk-a/session/s1']);
    expect(await vault.holds(session)).toBe(true);
    expect(await vault.wipe()).toBe(0);
    expect(await accountsOutside()).toEqual([]);
    expect(await vault.holds(session)).toBe(false);
  });

  it('keeps two installations apart', async () => {
    await issued(vaultOf('desk-a'), 's1');
    await issued(vaultOf('desk-b'), 's2');
    expect(await vaultOf('desk-a').wipe()).toBe(0);
    expect(await accountsOutside()).toEqual(['desk-b/session/s2']);
    expect(await vaultOf('desk-b').wipe()).toBe(0);
  });

  // That the running app recovers is an end-to-end test: libsecret learns of a daemon's return from
  // an event loop of GLib, which Electron has and plain Node does not.
  it('that dies says so at once, and still has its entries when it is back', async () => {
    const vault = vaultOf('desk-a');
    await issued(vault, 's1');
    await desktop.keyring.stop();
    await expect(vault.wipe()).rejects.toBeInstanceOf(KeychainError);
    await expect(vault.issue('s2')).rejects.toBeInstanceOf(KeychainError);
    await desktop.keyring.start();
    expect(await accountsOutside()).toEqual(['desk-a/session/s1']);
  });
});
