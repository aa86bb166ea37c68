import { beforeEach, describe, expect, it } from 'vitest';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { KEYCHAIN_BOUND_MS, KeychainError } from '../../../src/main/vault/vault.js';
import { memberNamed, policyWith } from '../../support/fakes/builders.js';
import { restart } from '../../support/fakes/deeds.js';
import { INSTALLATION, KEYCHAIN_ENTRY } from '../../support/fakes/virtual-app.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

const policy = policyWith({ sessionTimeoutSeconds: 600, longestSessionSeconds: 3_600 });

let computer = new VirtualComputer(policy);
beforeEach(async () => {
  computer = new VirtualComputer(policy);
  await computer.start();
});

function entries(): number {
  return computer.keychain.accounts(INSTALLATION).length;
}

describe('a sign-in', () => {
  it('stores one half of the key in each place, and is recorded', async () => {
    expect(await computer.signIn()).toBeNull();
    expect(computer.state?.kind).toBe('active');
    const record = computer.store.current();
    const secret = computer.keychain.entries.get(KEYCHAIN_ENTRY);
    expect(Buffer.from(secret ?? '', 'base64')).toHaveLength(32);
    expect(record?.keyHalf.equals(Buffer.from(secret ?? '', 'base64'))).toBe(false);
    expect(record?.keyHalf.equals(Buffer.alloc(32))).toBe(false);
    expect(computer.audit.names).toEqual(['session.started']);
    expect(computer.account.recentMembers(1)).toHaveLength(1);
  });

  it('does not begin without the keychain', async () => {
    computer.keychain.mood = 'refuses';
    expect(await computer.signIn()).toBe('keychainUnavailable');
    expect(computer.state?.kind).toBe('signedOut');
    expect(computer.store.current()).toBeNull();
    expect(computer.audit.events).toEqual([]);
  });

  it('waits only a limited time for a hung keychain', async () => {
    computer.keychain.mood = 'hangs';
    expect(await computer.signIn()).toBeUndefined();
    await computer.run(KEYCHAIN_BOUND_MS);
    expect(computer.state?.kind).toBe('signedOut');
    computer.keychain.mood = 'works';
    await computer.settle();
    expect(computer.state?.kind).toBe('signedOut');
    expect(computer.store.current()).toBeNull();
  });

  it('that the database cannot keep leaves nothing behind', async () => {
    computer.disk = false;
    expect(await computer.signIn()).toBe('thrown');
    expect(computer.state?.kind).toBe('signedOut');
    expect(entries()).toBe(0);
  });

  it('that the database keeps only in part leaves nothing behind', async () => {
    computer.audit.writable = false;
    expect(await computer.signIn()).toBe('thrown');
    expect(computer.store.current()).toBeNull();
    expect(entries()).toBe(0);
  });

  it('has to wait while the last session’s credentials are still there', async () => {
    await computer.signIn();
    computer.keychain.mood = 'keepsEntries';
    await computer.requestEnd('signOut');
    expect(await computer.signIn()).toBe('stillWiping');
    computer.keychain.mood = 'works';
    await computer.run(1_000);
    expect(await computer.signIn()).toBeNull();
  });

  it('that was locked meanwhile is void, and its credential is removed', async () => {
    computer.beginSignIn();
    await computer.requestEnd('lockNow');
    expect(await computer.finishSignIn()).toBe('discarded');
    expect(computer.state?.kind).toBe('signedOut');
    expect(computer.store.current()).toBeNull();
    expect(entries()).toBe(0);
    expect(computer.audit.events).toEqual([]);
  });

  it('that was locked while it was stored is void too, and nothing of it stays', async () => {
    const { store } = computer;
    const begin = store.begin.bind(store);
    store.begin = (record) => {
      begin(record);
      computer.app?.runner.requestEnd('lockNow');
    };
    expect(await computer.signIn()).toBe('discarded');
    expect(computer.state?.kind).toBe('signedOut');
    expect(store.current()).toBeNull();
    expect(entries()).toBe(0);
    expect(computer.app?.identity.keys.held).toBeNull();
  });

  it('that begins no session has its keys overwritten', async () => {
    const keys = SeedKeys.fresh();
    const late = await computer.app?.sessions.begin(memberNamed('Robin'), 99, keys);
    expect(late).toBe('discarded');
    expect(() => keys.copy()).toThrow('forgotten');
  });

  it('to an account that this computer remembers otherwise begins no session', async () => {
    computer.recall = () => Promise.resolve(false);
    expect(await computer.signIn()).toBe('accountInQuestion');
    expect(computer.state?.kind).toBe('signedOut');
    expect(computer.store.current()).toBeNull();
    expect(entries()).toBe(0);
    expect(computer.audit.events).toEqual([]);
    expect(computer.running.identity.keys.held).toBeNull();
    expect(computer.account.recentMembers(1)).toEqual([]);
    computer.recall = () => Promise.resolve(true);
    expect(await computer.signIn()).toBeNull();
  });

  it('does not begin when the keychain no longer says what it remembers', async () => {
    computer.recall = () => Promise.reject(new KeychainError('silent'));
    expect(await computer.signIn()).toBe('keychainUnavailable');
    expect(computer.store.current()).toBeNull();
    expect(entries()).toBe(0);
  });

  it('asks what this computer remembers only when the keychain keeps the entry', async () => {
    let asked = 0;
    computer.recall = () => {
      asked += 1;
      return Promise.resolve(true);
    };
    computer.keychain.mood = 'refuses';
    await computer.signIn();
    expect(asked).toBe(0);
    computer.keychain.mood = 'works';
    await computer.signIn();
    expect(asked).toBe(1);
  });

  it('beside a live session is void and leaves that session alone', async () => {
    await computer.signIn();
    const before = computer.store.current();
    expect(await computer.signIn()).toBe('discarded');
    expect(computer.store.current()).toEqual(before);
    expect(entries()).toBe(1);
    expect(computer.state?.kind).toBe('active');
  });
});

it('two sign-ins at once: the second is discarded, and takes nothing from the first', async () => {
  computer.keychain.mood = 'hangs';
  await computer.signIn();
  expect(await computer.signIn()).toBe('discarded');
  computer.keychain.mood = 'works';
  await computer.settle();
  expect(computer.state?.kind).toBe('active');
  expect(entries()).toBe(1);
  expect(computer.audit.names).toEqual(['session.started']);
  computer.kill();
  await computer.start();
  expect(computer.state?.kind).toBe('active');
});

it('a check of the keychain finds whether it answers, and leaves no entry', async () => {
  expect(await computer.app?.sessions.keychainRefusal()).toBeNull();
  expect(entries()).toBe(0);
  computer.keychain.mood = 'refuses';
  expect(await computer.app?.sessions.keychainRefusal()).toBe('keychainUnavailable');
});

describe('a session of whom the account does not vouch', () => {
  it('is not resumed, and ends as if the app was closed', async () => {
    await computer.signIn();
    computer.vouches = () => false;
    await restart(computer, 1_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'appClosed' } });
    expect(entries()).toBe(0);
    expect(computer.running.identity.keys.held).toBeNull();
    expect(computer.audit.names).not.toContain('session.resumed');
  });

  it('is not resumed either when the account cannot be read', async () => {
    await computer.signIn();
    computer.vouches = () => {
      throw new Error('the database was made to fail');
    };
    await restart(computer, 1_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'appClosed' } });
  });
});

describe('a password that changes during the session', () => {
  let newKeys: SeedKeys;
  beforeEach(async () => {
    await computer.signIn();
    newKeys = computer.account.changeKeys({ id: memberId() });
  });

  function live() {
    const { state, running: app } = computer;
    if (state === null || state.kind === 'signedOut') throw new Error('no session');
    return { app, session: state.session };
  }

  function memberId(): string {
    return live().session.memberId;
  }

  async function change(): Promise<void> {
    const { app, session } = live();
    const changing = app.sessions.changeKeys(session, newKeys);
    await computer.settle();
    await changing;
  }

  it('makes the old session key void: the session can’t be resumed with it', async () => {
    await restart(computer, 1_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'appClosed' } });
  });

  it('gives a new key and the member’s new seed to the session in which it was changed', async () => {
    const before = computer.keychain.entries.get(KEYCHAIN_ENTRY);
    const old = computer.running.identity.keys.held;
    await change();
    expect(computer.keychain.entries.get(KEYCHAIN_ENTRY)).not.toBe(before);
    expect(old?.isForgotten).toBe(true);
    const { signing } = newKeys.publicKeys;
    await computer.run(60_000);
    await restart(computer, 1_000);
    // Also what says when somebody was last there was sealed anew.
    expect(computer.state?.kind).toBe('active');
    expect(computer.running.identity.keys.held?.publicKeys.signing).toBe(signing);
    expect(computer.audit.names).not.toContain('record.tampered');
  });

  it('does not end the session when the keychain refuses, but the session can’t be resumed then', async () => {
    computer.keychain.mood = 'refuses';
    await change();
    expect(computer.state?.kind).toBe('active');
    computer.keychain.mood = 'works';
    await restart(computer, 1_000);
    expect(computer.state?.kind).toBe('signedOut');
  });

  it('does not end it when the disk is full either', async () => {
    computer.store.failing.add('recordActivity');
    await change();
    expect(computer.state?.kind).toBe('active');
  });

  it('leaves nothing in the keychain when the session ends meanwhile', async () => {
    const { app, session } = live();
    const changing = app.sessions.changeKeys(session, newKeys);
    await computer.requestEnd('lockNow');
    await changing;
    await computer.settle();
    expect(computer.state?.kind).toBe('signedOut');
    expect(entries()).toBe(0);
    expect(newKeys.isForgotten).toBe(true);
  });
});
