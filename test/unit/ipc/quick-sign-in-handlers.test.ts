import { beforeEach, describe, expect, it } from 'vitest';
import type { PinEntered } from '../../../src/main/quick-sign-in/quick-sign-in-desk.js';
import {
  type QuickSignInHandlerParts,
  quickSignInHandlers,
} from '../../../src/main/ipc/quick-sign-in-handlers.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { NO_QUICK_SIGN_IN } from '../../support/fakes/no-quick-sign-in.js';

const robin = memberNamed('Robin', 'receptionist');
const PROOF = { password: 'seven-green-umbrellas' };
/** The handlers use nothing else of who asks. */
const caller = { member: robin } as unknown as Parameters<
  ReturnType<typeof quickSignInHandlers>['startBadge']
>[1];

let done: string[];
let isRight: boolean;
let entered: PinEntered;
let kind: 'signedOut' | 'active' | 'ending';

/** Only what these handlers ask of the rest. */
function handlers(): ReturnType<typeof quickSignInHandlers> {
  const quickSignIn = {
    ...NO_QUICK_SIGN_IN,
    enterPin: () => Promise.resolve(entered),
    begin: () => (done.push('begin'), { ok: true } as const),
    remove: () => Promise.resolve(void done.push('remove')),
  };
  const parts = {
    quickSignIn,
    runner: { state: { kind, generation: 1 } },
    sessions: { begin: () => Promise.resolve(null) },
    keys: { authorFor: () => ({ memberId: robin.id }) },
    secondFactor: { isOn: () => false },
    stepUp: {
      passwordAndCode: () =>
        Promise.resolve(isRight ? { ok: true } : { ok: false, code: 'wrongPassword' }),
    },
  };
  return quickSignInHandlers(parts as unknown as QuickSignInHandlerParts);
}

beforeEach(() => {
  done = [];
  isRight = true;
  kind = 'signedOut';
  entered = { ok: false, code: 'badgeGone' };
});

describe.each(['startBadge', 'removeBadge'] as const)('%s', (name) => {
  it('is done with a proof', async () => {
    expect(await handlers()[name]({ proof: PROOF }, caller)).toEqual({ ok: true });
    expect(done).toHaveLength(1);
  });

  it('is not done with a wrong one', async () => {
    isRight = false;
    const answer = await handlers()[name]({ proof: PROOF }, caller);
    expect(answer).toMatchObject({ ok: false, code: 'wrongPassword' });
    expect(done).toEqual([]);
  });
});

describe('a PIN', () => {
  it('is asked for only while nobody is signed in', async () => {
    kind = 'ending';
    expect(await handlers().enterPin({ pin: '804613' }, caller)).toMatchObject({
      code: 'stillWiping',
    });
    kind = 'active';
    expect(await handlers().enterPin({ pin: '804613' }, caller)).toMatchObject({
      code: 'discarded',
    });
  });

  it('that is wrong is told with the tries that are left', async () => {
    for (const [triesLeft, words] of [
      [2, '2 tries are left'],
      [1, 'One try is left'],
    ] as const) {
      entered = { ok: false, code: 'wrongPin', triesLeft };
      const answer = await handlers().enterPin({ pin: '804613' }, caller);
      expect(answer).toMatchObject({ ok: false, code: 'wrongPin' });
      expect(answer).toHaveProperty('message', expect.stringContaining(words));
    }
  });

  it('whose badge is not kept any more needs a password', async () => {
    const answer = await handlers().enterPin({ pin: '804613' }, caller);
    expect(answer).toMatchObject({ ok: false, code: 'badgeGone' });
  });
});
