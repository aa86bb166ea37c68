import { beforeEach, describe, expect, it, vi } from 'vitest';
import { followState } from '../../../src/main/app/follow-state.js';
import { ObservedState } from '../../../src/main/app/state.js';
import { NO_ORDERS_HERE } from '../../../src/main/ports/index.js';
import { INITIAL_STATE } from '../../../src/main/session/machine.js';
import { policyWith } from '../../support/fakes/builders.js';
import { NOTHING_MANAGED } from '../../../src/shared/policy/managed-policy.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

let state: ObservedState;
let errors: unknown[];
beforeEach(() => {
  errors = [];
  const first = { session: INITIAL_STATE, policy: policyWith(), managed: NOTHING_MANAGED };
  state = new ObservedState({ ...first, looks: 0, account: 0, others: 0 }, (error) =>
    errors.push(error),
  );
});

describe('a follower of the state', () => {
  it('is called once for all changes of one turn, and not before the turn is over', async () => {
    const told: number[] = [];
    state.follow(
      (now) => now.others,
      (others) => told.push(others),
    );
    state.count('others');
    state.count('others');
    expect(told).toEqual([]);
    await Promise.resolve();
    expect(told).toEqual([2]);
  });

  it('is not called for other changes', async () => {
    const act = vi.fn();
    state.follow((now) => now.policy, act);
    state.count('account');
    await Promise.resolve();
    expect(act).not.toHaveBeenCalled();
    state.change({ policy: policyWith({ sessionTimeoutSeconds: 60 }) });
    await Promise.resolve();
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('has its rejected promise reported', async () => {
    state.follow(
      (now) => now.others,
      () => Promise.reject(new Error('in vain')),
    );
    state.count('others');
    await vi.waitUntil(() => errors.length === 1);
    expect(errors.map(String)).toEqual(['Error: in vain']);
  });

  it('that changes something each time does not block timers and input', async () => {
    let called = 0;
    let isOver = false;
    state.follow(
      (now) => now.others,
      () => {
        called += 1;
        if (!isOver && called < 1_000) state.count('others');
      },
    );
    state.count('others');
    await new Promise((resolve) => setTimeout(resolve));
    isOver = true;
    expect(called).toBeLessThan(1_000);
  });

  it('is called in its turn also when another one throws, and again after what it changed itself', async () => {
    const told: string[] = [];
    state.follow(
      (now) => now.others,
      () => {
        throw new Error('broken');
      },
    );
    state.follow(
      (now) => now.others,
      (others) => {
        told.push(`others ${others}`);
        state.count('account');
      },
    );
    state.follow(
      (now) => now.account,
      (account) => told.push(`account ${account}`),
    );
    state.count('others');
    await vi.waitUntil(() => told.length === 2);
    expect(told).toEqual(['others 1', 'account 1']);
    expect(errors.map(String)).toEqual(['Error: broken']);
  });
});

describe('the end of a session', () => {
  const STEPS = ['screens.hide', 'store.markWipePending', 'store.revoke'];

  it.each(['throws', 'never ends'])('does not wait for a follower that %s', async (how) => {
    const computer = new VirtualComputer();
    await computer.start();
    await computer.signIn();
    let called = 0;
    state.follow(
      (now) => now.session,
      () => {
        called += 1;
        if (how === 'throws') throw new Error('broken');
        return new Promise(() => undefined);
      },
    );
    computer.screens.onChange = () => {
      if (computer.state !== null) state.change({ session: computer.state });
    };
    computer.journal.clear();
    computer.app?.runner.requestEnd('lockNow');
    // In the same turn as the request: no follower has been called yet.
    expect(computer.journal.entries.filter((entry) => STEPS.includes(entry))).toEqual(STEPS);
    expect(called).toBe(0);
    await computer.settle();
    expect(called).toBeGreaterThan(0);
    expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'lockNow' } });
  });
});

describe('what follows the state in the app', () => {
  const ignore = (): void => undefined;

  function follow() {
    const did: string[] = [];
    const callbacks: (() => void)[] = [];
    let changed = policyWith();
    followState(state, {
      opened: {
        policies: { onChange: (one: () => void) => callbacks.push(one), inForce: () => changed },
        managed: {},
        managedPlaces: [{ watch: () => undefined, look: () => did.push('place looks') }],
        chain: { check: () => Promise.resolve(void did.push('chain')) },
        onAccount: (one: () => void) => callbacks.push(one),
        onWrite: (one: () => void) => callbacks.push(one),
      } as never,
      account: { memberById: () => null, standing: { kind: 'sound' }, state: null },
      keys: { isOwn: () => true },
      who: { halfSignedIn: () => null, signedIn: () => null },
      speaking: { speak: (chosen) => did.push(`speaks ${chosen ?? 'as the computer'}`) },
      ownChoices: { languageOf: () => null },
      clinic: {
        follow: () => did.push('link'),
        look: () => did.push('link looks'),
        noteSession: () => did.push('told'),
        orders: NO_ORDERS_HERE as never,
        review: () => did.push('limit'),
      },
      runner: {
        state: state.now.session,
        policy: policyWith(),
        endWithin: () => undefined,
        policyChanged: () => did.push('runner'),
        requestEnd: () => undefined,
        setRole: () => undefined,
      },
      pauses: { review: () => did.push('pauses') },
      desk: {
        follow: ({ memberId }) => did.push(`desk ${memberId}`),
        followApps: () => undefined,
        unsaved: [],
      },
      windows: { refresh: () => did.push('windows'), closeSettings: () => undefined },
      guarded: { refresh: () => did.push('bars'), readUnsaved: () => Promise.resolve() },
      tray: { show: (shown) => did.push(`tray ${shown}`) },
      shield: { set: (hidden) => did.push(`shield ${hidden}`) },
      updates: { look: () => did.push('updates') },
      startAtSignIn: { apply: (wanted) => did.push(`start ${String(wanted)}`) },
      followProxy: () => Promise.resolve(void did.push('proxy')),
    });
    did.length = 0;
    const [onAccount = ignore, onWrite = ignore, onPolicy = ignore] = callbacks;
    const save = (policy: typeof changed): void => {
      changed = policy;
      onPolicy();
    };
    return { did, onAccount, onWrite, save };
  }

  it('shows every write to the account, and whatever else the account is now', async () => {
    const { did, onAccount, onWrite } = follow();
    for (const tells of [onWrite, onAccount]) {
      did.length = 0;
      tells();
      await Promise.resolve();
      expect(did).toEqual(['link', 'windows', 'bars']);
    }
  });

  it('applies a changed policy to the session before windows show the policy', async () => {
    const { did, save } = follow();
    save(policyWith({ hideFromCapture: true }));
    await Promise.resolve();
    expect(did).toEqual(['shield true', 'runner', 'pauses', 'limit', 'windows', 'bars']);
  });

  it('updates the tray and the clinic apps for a session, and looks at the places and the chain', async () => {
    const { did } = follow();
    const session = { sessionId: 's', memberId: 'dana', role: 'administrator' } as const;
    state.change({ session: { kind: 'active', generation: 1, session } as never, looks: 1 });
    await Promise.resolve();
    expect(did).toEqual([
      ...['tray active', 'told', 'place looks', 'chain', 'updates', 'link looks'],
      ...['desk dana', 'windows', 'bars'],
    ]);
  });

  it('applies the managed start at sign-in and the managed proxy', async () => {
    const { did } = follow();
    state.change({ managed: { ...NOTHING_MANAGED, startAtSignIn: true } });
    await Promise.resolve();
    expect(did).toEqual(['start true', 'proxy', 'windows', 'bars']);
  });
});
