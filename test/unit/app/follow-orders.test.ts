import { beforeEach, describe, expect, it } from 'vitest';
import { activeAdministrators } from '../../../src/main/account/clinic-state.js';
import { OrdersHere } from '../../../src/main/clinic/orders-here.js';
import type { HalfSignIn } from '../../../src/main/identity/sign-in/half-sign-in.js';
import { CLOSE_LOOK_MS } from '../../../src/main/session/schedule.js';
import {
  deskInvited,
  FIRST_DESK,
  SECOND_DESK,
  sharedBy,
  signedOut,
} from '../../support/fakes/chain-computers.js';
import { restart } from '../../support/fakes/deeds.js';
import type { VirtualComputer } from '../../support/fakes/virtual-computer.js';
import { Followed } from './followed.js';

/* The live session obeys the clinic's orders to sign out. */

let followed: Followed;
let computer: VirtualComputer;
beforeEach(async () => {
  followed = await Followed.begin();
  ({ computer } = followed);
});

describe('an order to sign out', () => {
  const HERE = FIRST_DESK;

  /** This computer is one of a clinic with several, and a member signs in. */
  async function workTogether(): Promise<void> {
    const { account } = computer;
    await computer.requestEnd('signOut');
    account.decide(sharedBy(HERE));
    account.decide(deskInvited(SECOND_DESK));
    computer.workstation = HERE;
    await signIn();
  }

  async function signIn(): Promise<void> {
    computer.beginSignIn();
    await computer.account.chain.check();
    await computer.finishSignIn();
  }

  async function order(whom: Parameters<typeof signedOut>[0], by = founderId()): Promise<void> {
    computer.account.decideBy({ id: by }, signedOut(whom));
    await computer.account.chain.check();
    await followed.follow();
  }

  function founderId(): string {
    const { state } = computer.account;
    const [founder] = activeAdministrators(state ?? { members: {} });
    return founder?.id ?? '';
  }

  beforeEach(workTogether);

  it('ends the session of whom it is about, with its reason', async () => {
    await order({ memberId: followed.memberId, reason: 'The room is needed.' });
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'signedOutByAdministrator', reason: 'The room is needed.' },
    });
    expect(computer.audit.named('session.ended').at(-1)).toMatchObject({
      cause: 'signedOutByAdministrator',
    });
  });

  it('for this workstation, or for everybody, ends whatever session', async () => {
    await order({ workstation: HERE });
    expect(computer.state).toMatchObject({ ended: { cause: 'signedOutByAdministrator' } });
    await computer.signIn();
    await order({});
    expect(computer.state).toMatchObject({ ended: { cause: 'signedOutByAdministrator' } });
  });

  it('about others, or with this workstation left out, ends none', async () => {
    await order({ memberId: founderId() });
    await order({ except: HERE });
    await order({ memberId: followed.memberId, except: HERE });
    expect(computer.state).toMatchObject({ kind: 'active' });
  });

  it('from before the sign-in does not end the session', async () => {
    const id = followed.memberId;
    await computer.requestEnd('signOut');
    await order({ memberId: id });
    await order({});
    await signIn();
    await followed.follow();
    expect(computer.state).toMatchObject({ kind: 'active' });
  });

  it('of one’s own ends the session at once, whatever was typed', async () => {
    followed.unsaved = ['Records'];
    const id = followed.memberId;
    await order({ memberId: id, except: SECOND_DESK }, id);
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'signedOutElsewhere', reason: null },
    });
  });

  it('of whoever has signed in elsewhere ends a session without unsaved work at once', async () => {
    const id = followed.memberId;
    await order({ memberId: id, except: SECOND_DESK, way: 'oneSession' }, id);
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'signedInElsewhere' },
    });
  });

  it.each([
    ['work that was not saved', ['Records']],
    ['pages that cannot be asked', null],
  ])('leaves %s the time of the warning, and no more', async (_what, found) => {
    followed.unsaved = found;
    const id = followed.memberId;
    await order({ memberId: id, except: SECOND_DESK, way: 'oneSession' }, id);
    expect([computer.state?.kind, computer.screens.warningShown]).toEqual(['warning', true]);
    // Whatever else is decided, and whatever is saved, the time stays what was said.
    await computer.run(30_000);
    followed.unsaved = [];
    await order({ except: HERE });
    expect(computer.state?.kind).toBe('warning');
    await computer.useApp();
    await computer.run(30_000 + CLOSE_LOOK_MS);
    expect(computer.state).toMatchObject({ ended: { cause: 'signedInElsewhere' } });
  });

  it('of an administrator does not wait for that', async () => {
    followed.unsaved = ['Records'];
    const id = followed.memberId;
    await order({ memberId: id, except: SECOND_DESK, way: 'oneSession' }, id);
    await order({ memberId: id });
    expect(computer.state).toMatchObject({ ended: { cause: 'signedOutByAdministrator' } });
  });

  it('that came while the app was closed ends the resumed session at once', async () => {
    const id = followed.memberId;
    await restart(computer, 1_000, () => {
      computer.account.decide(signedOut({ memberId: id, reason: 'Go home.' }));
    });
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'signedOutByAdministrator', reason: 'Go home.' },
    });
    expect(computer.audit.names).not.toContain('session.resumed');
  });

  it('that came before lets the resumed session go on', async () => {
    await computer.requestEnd('signOut');
    await order({});
    await signIn();
    await restart(computer, 1_000);
    expect(computer.state).toMatchObject({ kind: 'active', session: { isResumed: true } });
    await followed.follow();
    expect(computer.state).toMatchObject({ kind: 'active' });
    // Also when its record was stored again since.
    await computer.run(30_000);
    await computer.useApp();
    await computer.run(30_000);
    await restart(computer, 1_000);
    expect(computer.state).toMatchObject({ kind: 'active' });
  });

  it('ends a session that began under decisions of which the clinic knows nothing any more', async () => {
    await order({ memberId: followed.memberId, except: HERE });
    const { account } = computer;
    const lost = new OrdersHere({
      ...{ account, chain: { knows: () => false }, self: () => HERE },
    });
    const began = { signedInSeq: 1_000, signedInLink: 'elsewhere' };
    expect(lost.endOf({ ...began, memberId: followed.memberId })).toBeNull();
    account.decide(signedOut({ memberId: followed.memberId }));
    expect(lost.endOf({ ...began, memberId: followed.memberId })).not.toBeNull();
  });

  it('makes a sign-in void that waits for its next step, if it is about its member', async () => {
    const id = followed.memberId;
    await computer.requestEnd('signOut');
    const { runner } = computer.running;
    const half = { ...followed.orders.now, member: { id } } as HalfSignIn;
    const followHalf = (): Promise<void> => followed.follow({ halfSignedIn: () => half });
    const { generation } = runner.state;
    await order({ memberId: founderId() });
    await followHalf();
    expect(runner.state.generation).toBe(generation);
    await order({ memberId: id });
    await followHalf();
    expect(runner.state.generation).toBe(generation + 1);
  });

  it('makes a sign-in void that is about to begin', async () => {
    await computer.requestEnd('signOut');
    let answer: (isKnown: boolean) => void = () => undefined;
    computer.recall = () => new Promise((resolve) => (answer = resolve));
    computer.beginSignIn();
    await computer.account.chain.check();
    expect(await computer.finishSignIn()).toBeUndefined();
    await order({});
    answer(true);
    await computer.run(1_000);
    await computer.settle();
    expect(computer.state).toMatchObject({ kind: 'signedOut' });
    expect(computer.audit.named('session.started')).toHaveLength(2);
  });
});
