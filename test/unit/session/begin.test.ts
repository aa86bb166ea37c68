import { beforeEach, describe, expect, it } from 'vitest';
import { AccountKey } from '../../../src/main/keys/account-key.js';
import { KEYCHAIN_BOUND_MS } from '../../../src/main/vault/vault.js';
import { sampleCredential } from '../../support/account-samples.js';
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

  it('that begins no session has its account key overwritten', async () => {
    const key = AccountKey.fresh();
    const late = await computer.app?.sessions.begin(memberNamed('Robin'), 99, key);
    expect(late).toBe('discarded');
    expect(() => key.copy()).toThrow('forgotten');
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

describe('a password that changes during the session', () => {
  let memberId = '';
  beforeEach(async () => {
    await computer.signIn();
    memberId = computer.account.members()[0]?.id ?? '';
    computer.account.setCredential(memberId, sampleCredential('new', 2));
  });

  async function renew(): Promise<void> {
    const { state, app } = computer;
    if (app === null || state === null || state.kind === 'signedOut') throw new Error('no session');
    const renewing = app.sessions.renew(state.session, app.identity.keys.key);
    await computer.settle();
    await renewing;
  }

  it('makes the old session key void: the session can’t be resumed with it', async () => {
    await restart(computer, 1_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'appClosed' } });
  });

  it('gives a new key to the session in which it was changed', async () => {
    const before = computer.keychain.entries.get(KEYCHAIN_ENTRY);
    await renew();
    expect(computer.keychain.entries.get(KEYCHAIN_ENTRY)).not.toBe(before);
    await restart(computer, 1_000);
    expect(computer.state?.kind).toBe('active');
  });

  it('does not end the session when the keychain refuses, but the session can’t be resumed then', async () => {
    computer.keychain.mood = 'refuses';
    await renew();
    expect(computer.state?.kind).toBe('active');
    computer.keychain.mood = 'works';
    await restart(computer, 1_000);
    expect(computer.state?.kind).toBe('signedOut');
  });

  it('leaves nothing in the keychain when the session ends meanwhile', async () => {
    const { state, app } = computer;
    if (app === null || state?.kind !== 'active') throw new Error('no session');
    const renewing = app.sessions.renew(state.session, app.identity.keys.key);
    await computer.requestEnd('lockNow');
    await renewing;
    await computer.settle();
    expect(computer.state?.kind).toBe('signedOut');
    expect(entries()).toBe(0);
  });
});
