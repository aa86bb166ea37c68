import { beforeEach, describe, expect, it } from 'vitest';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import type { DatabaseShare, KeychainDoor, SessionOwner } from '../../../src/main/ports/index.js';
import { joinHalves, splitFreshKey } from '../../../src/main/vault/session-key.js';
import {
  KEYCHAIN_BOUND_MS,
  KeychainError,
  QUESTION_BOUND_MS,
  Vault,
} from '../../../src/main/vault/vault.js';
import { FakeKeychain } from '../../support/fakes/fake-keychain.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

let clock = new VirtualClock();
let keychain = new FakeKeychain();
let vault = new Vault(keychain, clock, 'mine', 'folder');
beforeEach(() => {
  clock = new VirtualClock();
  keychain = new FakeKeychain();
  vault = new Vault(keychain, clock, 'mine', 'folder');
});

const keys = SeedKeys.fresh();

function owner(sessionId: string, changes: Partial<SessionOwner> = {}): SessionOwner {
  return { sessionId, memberId: 'm', credentialVersion: 1, ...changes };
}

async function recovers(of: SessionOwner, share: DatabaseShare): Promise<boolean> {
  const recovered = await vault.recover(of, share);
  // Must be the same seed, not just any seed.
  return recovered?.publicKeys.signing === keys.publicKeys.signing;
}

describe('a session key', () => {
  it('consists of both halves together, and each half is random', () => {
    const one = splitFreshKey();
    const two = splitFreshKey();
    expect(one.keychainHalf.equals(two.keychainHalf)).toBe(false);
    expect(one.databaseHalf.equals(two.databaseHalf)).toBe(false);
    expect(joinHalves(one.keychainHalf, one.databaseHalf).equals(one.key)).toBe(true);
    expect(() => joinHalves(one.keychainHalf.subarray(1), one.databaseHalf)).toThrow(RangeError);
  });

  it('opens nothing when any byte of a half or of the wrapped key was changed', async () => {
    const share = await vault.issue(owner('s'), keys);
    const half = Buffer.from(keychain.entries.get('mine/session') ?? '', 'base64');
    expect(await recovers(owner('s'), share)).toBe(true);
    for (const part of [share.keyHalf, share.wrappedKey, half])
      for (let i = 0; i < part.length; i += 1) {
        part[i] = (part[i] ?? 0) ^ 1;
        keychain.entries.set('mine/session', half.toString('base64'));
        expect(await vault.recover(owner('s'), share)).toBeNull();
        part[i] = (part[i] ?? 0) ^ 1;
      }
  });

  it('opens nothing for another session, another member or another password', async () => {
    const share = await vault.issue(owner('s'), keys);
    for (const other of [
      owner('t'),
      owner('s', { memberId: 'n' }),
      owner('s', { credentialVersion: 2 }),
    ])
      expect(await vault.recover(other, share)).toBeNull();
  });
});

describe('the vault', () => {
  it('keeps one half in the keychain under the installation’s id, and recognises it', async () => {
    const share = await vault.issue(owner('s1'), keys);
    expect(keychain.accounts()).toEqual(['mine/session']);
    expect([...keychain.entries.values()]).not.toContain(share.keyHalf.toString('base64'));
    expect(await recovers(owner('s1'), share)).toBe(true);
    for (const entry of [Buffer.alloc(32), Buffer.alloc(31)]) {
      keychain.entries.set('mine/session', entry.toString('base64'));
      expect(await vault.recover(owner('s1'), share)).toBeNull();
    }
    keychain.entries.clear();
    expect(await vault.recover(owner('s1'), share)).toBeNull();
  });

  it('has one entry, which belongs to the session that was stored last', async () => {
    const first = await vault.issue(owner('s1'), keys);
    const second = await vault.issue(owner('s2'), keys);
    expect(keychain.accounts()).toEqual(['mine/session']);
    expect(await recovers(owner('s1'), first)).toBe(false);
    expect(await recovers(owner('s2'), second)).toBe(true);
  });

  it('wipes its own entry and no other', async () => {
    keychain.entries.set('other/session', 'x');
    await vault.issue(owner('s1'), keys);
    expect(await vault.wipe()).toBe(true);
    expect(keychain.accounts()).toEqual(['other/session']);
  });

  it('reads back, because a keychain that reports a deletion is not trusted', async () => {
    await vault.issue(owner('s1'), keys);
    keychain.mood = 'ignoresDeletion';
    expect(await vault.wipe()).toBe(false);
  });

  it('turns every refusal into one error', async () => {
    keychain.mood = 'refuses';
    await expect(vault.issue(owner('s1'), keys)).rejects.toBeInstanceOf(KeychainError);
    await expect(vault.wipe()).rejects.toBeInstanceOf(KeychainError);
  });

  it('waits only a limited time, and never begins later what it gave up', async () => {
    keychain.mood = 'hangs';
    const hung = vault.wipe();
    const queued = vault.issue(owner('s1'), keys);
    const outcomes = Promise.allSettled([hung, queued]);
    await clock.run(KEYCHAIN_BOUND_MS);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    keychain.mood = 'works';
    expect(await vault.wipe()).toBe(true);
    expect(keychain.accounts()).toEqual([]);
  });
});

describe('a keychain with a question for a person', () => {
  let door: KeychainDoor = 'asks';
  let told: boolean[] = [];
  let abandoned = 0;
  /** The vault asks for the state of the door before it asks the keychain. */
  const asked = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  beforeEach(() => {
    door = 'asks';
    told = [];
    abandoned = 0;
    keychain.mood = 'hangs';
    const secrets = {
      set: keychain.set.bind(keychain),
      get: keychain.get.bind(keychain),
      delete: keychain.delete.bind(keychain),
      // Like ending the process, which also ends its calls.
      abandon: () => {
        abandoned += 1;
        keychain.mood = 'refuses';
      },
    };
    vault = new Vault(secrets, clock, 'mine', 'folder', {
      door: () => Promise.resolve(door),
      onWaiting: () => told.push(vault.isWaiting),
    });
  });

  it('is waited for when somebody signs in, and people are told', async () => {
    const issued = vault.issue(owner('s1'), keys, true);
    await asked();
    await clock.run(60_000);
    expect(told).toEqual([true]);
    keychain.mood = 'works';
    await issued;
    expect(told).toEqual([true, false]);
    expect(keychain.accounts()).toEqual(['mine/session']);
  });

  it('is waited for at most two minutes, and blocks nothing after that', async () => {
    const probed = vault.probe();
    await asked();
    await clock.run(QUESTION_BOUND_MS - 1);
    expect(abandoned).toBe(0);
    await clock.run(1);
    expect(await probed).toBe('silent');
    expect(abandoned).toBe(1);
    expect(told).toEqual([true, false]);
    keychain.mood = 'works';
    // A call that hung does not block a wipe.
    expect(await vault.wipe()).toBe(true);
  });

  it('can be left alone', async () => {
    const issued = vault.issue(owner('s1'), keys, true).catch((error: unknown) => error);
    await asked();
    await clock.run(2_000);
    vault.stopWaiting();
    expect(await issued).toMatchObject({ trouble: 'cancelled' });
    expect(abandoned).toBe(1);
    keychain.mood = 'works';
    expect(await vault.wipe()).toBe(true);
    expect(keychain.accounts()).toEqual([]);
  });

  it('is not waited for at the end of a session, nor when a session continues', async () => {
    const outcomes = Promise.allSettled([vault.wipe(), vault.issue(owner('s1'), keys)]);
    await asked();
    await clock.run(KEYCHAIN_BOUND_MS);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(told).toEqual([]);
  });

  it.each(['missing', 'noWallet'] as const)('%s: nothing is tried', async (state) => {
    door = state;
    let calls = 0;
    keychain.onCall = () => (calls += 1);
    expect(await vault.probe()).toBe(state);
    await expect(vault.issue(owner('s1'), keys, true)).rejects.toMatchObject({
      trouble: state,
    });
    expect(calls).toBe(0);
  });

  it('an open one has no question, and no extra time', async () => {
    door = 'open';
    const probed = vault.probe();
    await asked();
    await clock.run(KEYCHAIN_BOUND_MS);
    expect(await probed).toBe('silent');
  });

  it('the test entry is removed again', async () => {
    keychain.mood = 'works';
    expect(await vault.probe()).toBeNull();
    expect(keychain.accounts()).toEqual([]);
  });
});

describe('what the keychain says', () => {
  it.each([
    ['Cannot create an item in a locked collection', 'locked'],
    ['Error: The prompt was dismissed', 'locked'],
    ['User interaction is not allowed.', 'locked'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'missing'],
    ['something else', 'refused'],
  ])('%s: %s', async (words, trouble) => {
    const refuse = (): Promise<never> => Promise.reject(new Error(words));
    vault = new Vault({ set: refuse, get: refuse, delete: refuse }, clock, 'mine', 'folder');
    expect(await vault.probe()).toBe(trouble);
  });
});
