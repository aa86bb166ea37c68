import { beforeEach, describe, expect, it } from 'vitest';
import { halvesMatch, joinHalves, splitFreshKey } from '../../../src/main/vault/session-key.js';
import { KEYCHAIN_BOUND_MS, KeychainError, Vault } from '../../../src/main/vault/vault.js';
import { instant } from '../../support/fakes/builders.js';
import { FakeKeychain } from '../../support/fakes/fake-keychain.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

let clock = new VirtualClock();
let keychain = new FakeKeychain();
let vault = new Vault(keychain, clock, 'mine');
beforeEach(() => {
  clock = new VirtualClock();
  keychain = new FakeKeychain();
  vault = new Vault(keychain, clock, 'mine');
});

async function record(id: string) {
  const share = await vault.issue(id);
  return { id, memberId: 'm', startedAt: instant(), lastActivityAt: instant(), ...share };
}

describe('a session key', () => {
  it('is the two halves together, and each half is random', () => {
    const one = splitFreshKey('s');
    const two = splitFreshKey('s');
    expect(one.keychainHalf.equals(two.keychainHalf)).toBe(false);
    expect(one.databaseHalf.equals(two.databaseHalf)).toBe(false);
    const key = joinHalves(one.keychainHalf, one.databaseHalf);
    expect(joinHalves(key, one.databaseHalf).equals(one.keychainHalf)).toBe(true);
  });

  it('is refused when any byte of a half or of the proof was changed, or for another session', () => {
    const { keychainHalf, databaseHalf, check } = splitFreshKey('s');
    expect(halvesMatch(keychainHalf, databaseHalf, check, 's')).toBe(true);
    expect(halvesMatch(keychainHalf, databaseHalf, check, 't')).toBe(false);
    for (const part of [keychainHalf, databaseHalf, check])
      for (let i = 0; i < part.length; i += 1) {
        part[i] = (part[i] ?? 0) ^ 1;
        expect(halvesMatch(keychainHalf, databaseHalf, check, 's')).toBe(false);
        part[i] = (part[i] ?? 0) ^ 1;
      }
    expect(halvesMatch(keychainHalf.subarray(1), databaseHalf, check, 's')).toBe(false);
    expect(() => joinHalves(keychainHalf.subarray(1), databaseHalf)).toThrow(RangeError);
  });
});

describe('the vault', () => {
  it('keeps one half in the keychain under the installation’s id, and knows it again', async () => {
    const session = await record('s1');
    expect(keychain.accounts()).toEqual(['mine/session']);
    expect([...keychain.entries.values()]).not.toContain(session.keyHalf.toString('base64'));
    expect(await vault.holds(session)).toBe(true);
    keychain.entries.set('mine/session', Buffer.alloc(32).toString('base64'));
    expect(await vault.holds(session)).toBe(false);
    keychain.entries.clear();
    expect(await vault.holds(session)).toBe(false);
  });

  it('has one entry, which the session that was stored last owns', async () => {
    const first = await record('s1');
    const second = await record('s2');
    expect(keychain.accounts()).toEqual(['mine/session']);
    expect(await vault.holds(first)).toBe(false);
    expect(await vault.holds(second)).toBe(true);
  });

  it('wipes its own entry and nobody else’s', async () => {
    keychain.entries.set('other/session', 'x');
    await vault.issue('s1');
    expect(await vault.wipe()).toBe(true);
    expect(keychain.accounts()).toEqual(['other/session']);
  });

  it('reads back: a keychain that only says that it deleted is not believed', async () => {
    await vault.issue('s1');
    keychain.mood = 'ignoresDeletion';
    expect(await vault.wipe()).toBe(false);
  });

  it('turns every refusal into one error', async () => {
    keychain.mood = 'refuses';
    await expect(vault.issue('s1')).rejects.toBeInstanceOf(KeychainError);
    await expect(vault.wipe()).rejects.toBeInstanceOf(KeychainError);
  });

  it('waits no longer than its bound, and never begins later what it gave up', async () => {
    keychain.mood = 'hangs';
    const hung = vault.wipe();
    const queued = vault.issue('s1');
    const outcomes = Promise.allSettled([hung, queued]);
    await clock.run(KEYCHAIN_BOUND_MS);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    keychain.mood = 'works';
    expect(await vault.wipe()).toBe(true);
    expect(keychain.accounts()).toEqual([]);
  });
});
