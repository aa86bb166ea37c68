import { beforeEach, describe, expect, it } from 'vitest';
import { policyWith } from '../../support/fakes/builders.js';
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

describe('a restart within the limit', () => {
  beforeEach(async () => {
    await computer.signIn();
  });

  it('continues with the time that the session had left, and is recorded', async () => {
    await restart(computer, 300_000);
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
    await restart(computer, 1_000);
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
      () => computer.account.setMemberActive(computer.store.current()?.memberId ?? '', false),
    ],
  ];

  it.each(changes)('ends the session when %s', async (_why, change) => {
    change();
    await restart(computer, 1_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'appClosed' } });
    expect(computer.store.current()).toBeNull();
    expect(entries()).toBe(0);
    expect(computer.audit.named('session.ended')).toHaveLength(1);
    expect(computer.audit.named('session.resumed')).toEqual([]);
  });

  it('ends the session when the clock was set back to before its last activity', async () => {
    await restart(computer, 1_000, () => computer.clock.jumpWall(-60_000));
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'clockChanged' } });
    expect(entries()).toBe(0);
  });
});

describe('a restart of the computer', () => {
  beforeEach(async () => {
    await computer.signIn();
  });

  it('ends the session, because nothing measured the time in between', async () => {
    computer.reboot(1_000);
    await computer.start();
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'computerRestarted' },
    });
    expect(entries()).toBe(0);
  });

  it('ends it also when the clock was set back meanwhile', async () => {
    computer.reboot(3_600_000);
    computer.clock.jumpWall(-3_590_000);
    await computer.start();
    expect(computer.live).toBe(false);
  });
});

describe('the stored activity', () => {
  beforeEach(async () => {
    await computer.signIn();
  });

  it('that was changed by hand ends the session, and is recorded', async () => {
    const record = computer.store.current();
    const box = Buffer.from(record?.activity.box ?? '');
    box[20] = (box[20] ?? 0) ^ 1;
    computer.store.recordActivity(record?.id ?? '', { counter: 2, box });
    await restart(computer, 1_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'appClosed' } });
    expect(computer.audit.named('record.tampered')).toHaveLength(1);
  });

  it('from earlier cannot replace a later one', async () => {
    const first = computer.store.current()?.activity.box;
    await computer.run(20_000);
    await computer.useApp();
    await computer.run(20_000);
    const { id = '', activity } = computer.store.current() ?? {};
    expect(activity?.counter).toBe(2);
    computer.store.recordActivity(id, { counter: 3, box: first ?? Buffer.alloc(0) });
    await restart(computer, 1_000);
    expect(computer.live).toBe(false);
  });
});

describe('a restart past the limit', () => {
  beforeEach(async () => {
    await computer.signIn();
  });

  it('ends the session as a timeout', async () => {
    await restart(computer, 600_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
    expect(entries()).toBe(0);
  });

  it('is not undone by input before the app starts', async () => {
    await restart(computer, 600_000, () => computer.touch());
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
  });

  it('counts by the wall clock when the computer was restarted', async () => {
    computer.reboot(600_000);
    await computer.start();
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
  });

  it.each([true, false])(
    'is a timeout also with resumeAfterRestart %s',
    async (resumeAfterRestart) => {
      await computer.setPolicy({ ...policy, resumeAfterRestart });
      await restart(computer, 600_000);
      expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
    },
  );
});

describe('a restart in the middle of an end', () => {
  beforeEach(async () => {
    await computer.signIn();
    computer.keychain.mood = 'hangs';
    await computer.requestEnd('lockNow');
    computer.keychain.forgetHungCalls();
    computer.keychain.mood = 'works';
  });

  it('finishes it, records it once, and keeps its cause', async () => {
    expect(computer.store.pendingWipe()).not.toBeNull();
    await restart(computer, 1_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'lockNow' } });
    expect(entries()).toBe(0);
    expect(computer.store.pendingWipe()).toBeNull();
    expect(computer.audit.names).toEqual(['session.started', 'session.ended']);
  });

  it('lets nobody sign in before it is finished', async () => {
    computer.keychain.mood = 'keepsEntries';
    await restart(computer, 1_000);
    expect(computer.state?.kind).toBe('ending');
    expect(await computer.signIn()).toBe('stillWiping');
  });
});

describe('what a sign-in left that was cut off', () => {
  it('is removed at the next start', async () => {
    computer.keychain.entries.set(KEYCHAIN_ENTRY, 'half');
    await restart(computer, 1_000);
    expect(entries()).toBe(0);
  });

  it('is not removed while another sign-in is being stored', async () => {
    computer.keychain.mood = 'hangs';
    await computer.signIn();
    await computer.app?.sessions.sweep();
    computer.keychain.mood = 'works';
    await computer.settle();
    expect(computer.state?.kind).toBe('active');
    expect(entries()).toBe(1);
  });
});
