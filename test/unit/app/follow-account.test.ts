import { beforeEach, describe, expect, it } from 'vitest';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { OrdersHere } from '../../../src/main/clinic/orders-here.js';
import type { HalfSignIn } from '../../../src/main/identity/sign-in/sign-in-flow.js';
import { WhoIsHere } from '../../../src/main/ipc/who-is-here.js';
import { followAccount } from '../../../src/main/app/follow-account.js';
import { activeAdministrators } from '../../../src/main/account/clinic-state.js';
import { CLOSE_LOOK_MS } from '../../../src/main/session/schedule.js';
import {
  deskInvited,
  FIRST_DESK,
  SECOND_DESK,
  sharedBy,
  signedOut,
} from '../../support/fakes/chain-computers.js';
import { restart } from '../../support/fakes/deeds.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

/* The live session reacts to every change of the account, whoever wrote it. */

let computer: VirtualComputer;
let did: string[];
/** Names of apps with input that was not sent; `null`: a page cannot be asked. */
let unsaved: readonly string[] | null;
beforeEach(async () => {
  computer = new VirtualComputer();
  did = [];
  unsaved = [];
  await computer.start();
  await computer.signIn('administrator');
});

async function follow(): Promise<void> {
  const { account, running: app } = computer;
  const { keys, flow } = app.identity;
  followAccount({
    ...{ account, runner: app.runner, keys },
    who: new WhoIsHere({ account, flow, runner: app.runner }),
    orders: new OrdersHere({
      ...{ account, chain: account.chain, self: () => computer.workstation },
    }),
    desk: {
      followApps: (role) => did.push(`apps of a ${role}`),
      get unsaved() {
        return unsaved ?? [];
      },
    },
    guarded: {
      readUnsaved: () =>
        unsaved === null ? Promise.reject(new Error('no answer')) : Promise.resolve(),
    },
    windows: { closeSettings: () => did.push('settings closed') },
  });
  await new Promise((resolve) => setImmediate(resolve));
  await computer.settle();
}

function memberId(): string {
  const { state } = computer;
  if (state?.kind !== 'active') throw new Error('nobody is signed in');
  return state.session.memberId;
}

it('a member whose access was turned off is signed out', async () => {
  computer.account.setMemberActive(memberId(), false);
  await follow();
  expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'memberDisabled' } });
});

it('a member whose password was changed at another computer is signed out', async () => {
  computer.account.changeKeys({ id: memberId() });
  await follow();
  expect(computer.state).toMatchObject({
    kind: 'signedOut',
    ended: { cause: 'passwordChanged' },
  });
});

it('a member who changes the password here stays, also before the new keys are held', async () => {
  const { keys } = computer.running.identity;
  const next = computer.account.changeKeys({ id: memberId() });
  keys.expect(next.publicKeys.signing);
  await follow();
  expect(computer.state).toMatchObject({ kind: 'active' });
  keys.hold(memberId(), next);
  await follow();
  expect(computer.state).toMatchObject({ kind: 'active' });
  // What was expected once counts no more.
  keys.hold(memberId(), SeedKeys.fresh());
  await follow();
  expect(computer.state).toMatchObject({ ended: { cause: 'passwordChanged' } });
});

it('a changed role is in force at once, and closes what it may not see', async () => {
  computer.account.setMemberRole(memberId(), 'receptionist');
  await follow();
  expect(computer.state).toMatchObject({ kind: 'active', session: { role: 'receptionist' } });
  expect(did).toEqual(['settings closed', 'apps of a receptionist']);
});

it('a role that was written only into the database changes nothing', async () => {
  const { decisions, chain, foreign } = computer.account;
  decisions.state = (decisions.state ?? '').replaceAll('"administrator"', '"bookkeeper"');
  decisions.touched = true;
  await chain.check();
  await follow();
  expect(foreign).toEqual(['state']);
  expect(computer.state).toMatchObject({ kind: 'active', session: { role: 'administrator' } });
  expect(did).toEqual(['apps of a administrator']);
});

it('an account that is in question ends the session', async () => {
  const { decisions, chain, foreign } = computer.account;
  await chain.check();
  const [first] = decisions.entries;
  decisions.entries = first === undefined ? [] : [first];
  decisions.touched = true;
  await chain.check();
  expect(foreign).toContain('chain');
  await follow();
  expect(computer.state).toMatchObject({
    kind: 'signedOut',
    ended: { cause: 'accountInQuestion' },
  });
  expect(did).toEqual([]);
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
    await follow();
  }

  function founderId(): string {
    const { state } = computer.account;
    const [founder] = activeAdministrators(state ?? { members: {} });
    return founder?.id ?? '';
  }

  beforeEach(workTogether);

  it('ends the session of whom it is about, with its reason', async () => {
    await order({ memberId: memberId(), reason: 'The room is needed.' });
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
    await order({ memberId: memberId(), except: HERE });
    expect(computer.state).toMatchObject({ kind: 'active' });
  });

  it('from before the sign-in does not end the session', async () => {
    const id = memberId();
    await computer.requestEnd('signOut');
    await order({ memberId: id });
    await order({});
    await signIn();
    await follow();
    expect(computer.state).toMatchObject({ kind: 'active' });
  });

  it('of one’s own ends the session at once, whatever was typed', async () => {
    unsaved = ['Records'];
    const id = memberId();
    await order({ memberId: id, except: SECOND_DESK }, id);
    expect(computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'signedOutElsewhere', reason: null },
    });
  });

  it('of whoever has signed in elsewhere ends a session without unsaved work at once', async () => {
    const id = memberId();
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
    unsaved = found;
    const id = memberId();
    await order({ memberId: id, except: SECOND_DESK, way: 'oneSession' }, id);
    expect([computer.state?.kind, computer.screens.warningShown]).toEqual(['warning', true]);
    // Whatever else is decided, and whatever is saved, the time stays what was said.
    await computer.run(30_000);
    unsaved = [];
    await order({ except: HERE });
    expect(computer.state?.kind).toBe('warning');
    await computer.useApp();
    await computer.run(30_000 + CLOSE_LOOK_MS);
    expect(computer.state).toMatchObject({ ended: { cause: 'signedInElsewhere' } });
  });

  it('of an administrator does not wait for that', async () => {
    unsaved = ['Records'];
    const id = memberId();
    await order({ memberId: id, except: SECOND_DESK, way: 'oneSession' }, id);
    await order({ memberId: id });
    expect(computer.state).toMatchObject({ ended: { cause: 'signedOutByAdministrator' } });
  });

  it('that came while the app was closed ends the resumed session at once', async () => {
    const id = memberId();
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
    const id = memberId();
    await computer.requestEnd('signOut');
    await order({ memberId: id });
    await signIn();
    await restart(computer, 1_000);
    expect(computer.state).toMatchObject({ kind: 'active', session: { isResumed: true } });
    await follow();
    expect(computer.state).toMatchObject({ kind: 'active' });
  });

  it('ends a session that began under decisions of which the clinic knows nothing any more', async () => {
    await order({ memberId: memberId(), except: HERE });
    const { account } = computer;
    const lost = new OrdersHere({
      ...{ account, chain: { knows: () => false }, self: () => HERE },
    });
    const began = { signedInSeq: 1_000, signedInLink: 'elsewhere' };
    expect(lost.endOf({ ...began, memberId: memberId() })).toBeNull();
    account.decide(signedOut({ memberId: memberId() }));
    expect(lost.endOf({ ...began, memberId: memberId() })).not.toBeNull();
  });

  it('makes a sign-in void that waits for its next step, if it is about its member', async () => {
    const id = memberId();
    await computer.requestEnd('signOut');
    const { account, running: app } = computer;
    const orders = new OrdersHere({ account, chain: account.chain, self: () => HERE });
    const half = { ...orders.now, member: { id } } as HalfSignIn;
    const followHalf = (): void =>
      followAccount({
        ...{ account, orders, runner: app.runner, keys: app.identity.keys },
        who: { halfSignedIn: () => half },
        desk: { followApps: () => undefined, unsaved: [] },
        guarded: { readUnsaved: () => Promise.resolve() },
        windows: { closeSettings: () => undefined },
      });
    const { generation } = app.runner.state;
    await order({ memberId: founderId() });
    followHalf();
    expect(app.runner.state.generation).toBe(generation);
    await order({ memberId: id });
    followHalf();
    expect(app.runner.state.generation).toBe(generation + 1);
  });

  it('makes a sign-in void that the keychain keeps waiting', async () => {
    await computer.requestEnd('signOut');
    computer.keychain.mood = 'hangs';
    computer.beginSignIn();
    await computer.finishSignIn();
    await order({});
    computer.keychain.mood = 'works';
    await computer.run(60_000);
    expect(computer.state).toMatchObject({ kind: 'signedOut' });
  });
});

it('nothing happens while nobody is signed in', async () => {
  await computer.requestEnd('signOut');
  await follow();
  expect(did).toEqual([]);
});
