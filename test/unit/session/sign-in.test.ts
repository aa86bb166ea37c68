import { beforeEach, describe, expect, it } from 'vitest';
import { AccountKey } from '../../../src/main/keys/account-key.js';
import { KEYCHAIN_BOUND_MS } from '../../../src/main/vault/vault.js';
import { sampleCredential } from '../../support/account-samples.js';
import { memberNamed, policyWith } from '../../support/fakes/builders.js';
import {
  INSTALLATION,
  KEYCHAIN_ENTRY,
  VirtualComputer,
} from '../../support/fakes/virtual-computer.js';

const policy = policyWith({ sessionTimeoutSeconds: 600, longestSessionSeconds: 3_600 });

let computer = new VirtualComputer(policy);
beforeEach(async () => {
  computer = new VirtualComputer(policy);
  await computer.start();
});

function entries(): number {
  return computer.keychain.accounts(INSTALLATION).length;
}

/** The app dies, the computer stays as it is for a while, and the app is started again. */
async function restartAfter(
  downMs: number,
  meanwhile: () => void = () => undefined,
): Promise<void> {
  computer.kill();
  computer.clock.stop(downMs);
  meanwhile();
  await computer.start();
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

  it('waits for a hung keychain no longer than its bound', async () => {
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
    expect(await computer.signIn()).toBe('storageFailed');
    expect(computer.state?.kind).toBe('signedOut');
    expect(entries()).toBe(0);
  });

  it('that the database keeps only in part leaves nothing behind', async () => {
    computer.audit.writable = false;
    expect(await computer.signIn()).toBe('storageFailed');
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

  it('that something locked meanwhile is void, and its credential is removed', async () => {
    computer.beginSignIn();
    await computer.requestEnd('lockNow');
    expect(await computer.finishSignIn()).toBe('discarded');
    expect(computer.state?.kind).toBe('signedOut');
    expect(computer.store.current()).toBeNull();
    expect(entries()).toBe(0);
    expect(computer.audit.events).toEqual([]);
  });

  it('that begins no session has its account key overwritten', async () => {
    const key = AccountKey.fresh();
    const late = await computer.app?.sessions.begin(memberNamed('Robin'), 99, key);
    expect(late).toBe('discarded');
    expect(() => key.copy()).toThrow('forgotten');
  });

  it('beside a live session is void and leaves that one alone', async () => {
    await computer.signIn();
    const before = computer.store.current();
    expect(await computer.signIn()).toBe('discarded');
    expect(computer.store.current()).toEqual(before);
    expect(entries()).toBe(1);
    expect(computer.state?.kind).toBe('active');
  });
});

describe('a restart within the limit', () => {
  beforeEach(async () => {
    await computer.signIn();
  });

  it('goes on with the time the session had left, and is recorded', async () => {
    await restartAfter(300_000);
    expect(computer.state?.kind).toBe('active');
    expect(computer.audit.names).toEqual(['session.started', 'session.resumed']);
    await computer.run(301_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
  });

  it('keeps the session’s age', async () => {
    for (let minute = 0; minute < 55; minute += 1) {
      await computer.useApp();
      await computer.run(60_000);
    }
    await computer.useApp();
    await restartAfter(1_000);
    await computer.run(299_000);
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'longestSession' },
    });
  });

  const changes: readonly (readonly [why: string, change: () => void])[] = [
    [
      'the policy forbids it',
      () => void computer.setPolicy(policyWith({ resumeAfterRestart: false })),
    ],
    ['the keychain lost its half', () => computer.keychain.entries.clear()],
    [
      'the keychain’s half was changed',
      () => {
        for (const account of computer.keychain.accounts())
          computer.keychain.entries.set(account, Buffer.alloc(32).toString('base64'));
      },
    ],
    [
      'the member’s access was turned off',
      () => computer.account.setMemberActive(computer.account.members()[0]?.id ?? '', false),
    ],
  ];

  it.each(changes)('ends the session when %s', async (_why, change) => {
    change();
    await restartAfter(1_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'appClosed' } });
    expect(computer.store.current()).toBeNull();
    expect(entries()).toBe(0);
    expect(computer.audit.named('session.ended')).toHaveLength(1);
    expect(computer.audit.named('session.resumed')).toEqual([]);
  });

  it('ends the session when the clock was set back to before its last activity', async () => {
    await restartAfter(1_000, () => computer.clock.jumpWall(-60_000));
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'clockChanged' } });
    expect(entries()).toBe(0);
  });
});

describe('a restart past the limit', () => {
  beforeEach(async () => {
    await computer.signIn();
  });

  it('ends the session as a timeout', async () => {
    await restartAfter(600_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
    expect(entries()).toBe(0);
  });

  it('is not undone by whoever touches the computer before the app starts', async () => {
    await restartAfter(600_000, () => computer.touch());
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
  });

  it('counts by the wall clock when the computer was started again', async () => {
    computer.reboot(600_000);
    await computer.start();
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
  });
});

describe('a restart in the middle of an end', () => {
  beforeEach(async () => {
    await computer.signIn();
    computer.keychain.mood = 'hangs';
    await computer.requestEnd('lockNow');
    computer.keychain.forgetHungCalls();
    computer.keychain.mood = 'works';
  });

  it('finishes it, tells it once, and keeps its cause', async () => {
    expect(computer.store.pendingWipe()).not.toBeNull();
    await restartAfter(1_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'lockNow' } });
    expect(entries()).toBe(0);
    expect(computer.store.pendingWipe()).toBeNull();
    expect(computer.audit.names).toEqual(['session.started', 'session.ended']);
  });

  it('lets nobody sign in before it is finished', async () => {
    computer.keychain.mood = 'keepsEntries';
    await restartAfter(1_000);
    expect(computer.state?.kind).toBe('ending');
    expect(await computer.signIn()).toBe('stillWiping');
  });
});

describe('what a sign-in left that was cut off', () => {
  it('is removed at the next start', async () => {
    computer.keychain.entries.set(KEYCHAIN_ENTRY, 'half');
    await restartAfter(1_000);
    expect(entries()).toBe(0);
  });

  it('is not looked for while another sign-in is being stored', async () => {
    computer.keychain.mood = 'hangs';
    await computer.signIn();
    await computer.app?.sessions.sweep();
    computer.keychain.mood = 'works';
    await computer.settle();
    expect(computer.state?.kind).toBe('active');
    expect(entries()).toBe(1);
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

it('the keychain is said to answer only when it does', async () => {
  expect(await computer.app?.sessions.keychainAnswers()).toBe(true);
  computer.keychain.mood = 'refuses';
  expect(await computer.app?.sessions.keychainAnswers()).toBe(false);
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

  it('makes the session key of before void: the session can’t be taken up with it', async () => {
    await restartAfter(1_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'appClosed' } });
  });

  it('gives the session in which it was changed a new one', async () => {
    const before = computer.keychain.entries.get(KEYCHAIN_ENTRY);
    await renew();
    expect(computer.keychain.entries.get(KEYCHAIN_ENTRY)).not.toBe(before);
    await restartAfter(1_000);
    expect(computer.state?.kind).toBe('active');
  });

  it('does not end the session when the keychain refuses, though it can’t be taken up then', async () => {
    computer.keychain.mood = 'refuses';
    await renew();
    expect(computer.state?.kind).toBe('active');
    computer.keychain.mood = 'works';
    await restartAfter(1_000);
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
