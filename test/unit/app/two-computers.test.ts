import { beforeEach, describe, expect, it } from 'vitest';
import { followAccount } from '../../../src/main/app/follow-account.js';
import { OneSession } from '../../../src/main/clinic/one-session.js';
import { OrdersHere } from '../../../src/main/clinic/orders-here.js';
import { SigningOut } from '../../../src/main/clinic/signing-out.js';
import { WhoIsHere } from '../../../src/main/ipc/who-is-here.js';
import type { Member } from '../../../src/main/ports/index.js';
import { CLOSE_LOOK_MS } from '../../../src/main/session/schedule.js';
import { policyWith } from '../../support/fakes/builders.js';
import { authorOf, type Desk } from '../../support/fakes/desk.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';
import { dana, openClinic, sam } from '../account/several-desks.js';

/* An order that is given at one computer of a clinic ends the session at another: over the server, with real parts. */

const REASON = 'The room is needed.';
const LEAD_MS = 60_000;

/** A computer with a session of its own, on the account of a desk. */
class Place {
  readonly desk: Desk;
  readonly computer: VirtualComputer;
  unsaved: readonly string[] = [];
  readonly #orders: OrdersHere;

  constructor(desk: Desk) {
    this.desk = desk;
    const { account } = desk;
    this.computer = new VirtualComputer(policyWith(), () => account);
    account.decisions.database = [...account.decisions.database, desk.rows, desk];
    this.computer.workstation = desk.id;
    this.#orders = new OrdersHere({ account, chain: account.chain, self: () => desk.id });
    account.onChange(() => this.#follow());
  }

  async signIn(member: Member): Promise<void> {
    const { sessions, runner } = this.computer.running;
    await sessions.begin(member, runner.state.generation, keysOf(member));
    await this.settle();
  }

  /** What was decided elsewhere arrives. */
  async hear(): Promise<void> {
    await this.desk.log.pull();
    await this.settle();
  }

  /** Until what follows from a change is through; pages answer in no time. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.computer.run(0);
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** The server tells it how many other sessions the member has. */
  async hearsOfOthers(member: Member): Promise<void> {
    const { account, id } = this.desk;
    const one = new OneSession({
      ...{ account, decisions: account.chain, orders: this.#orders, self: () => id },
      isWanted: () => true,
      author: () => authorOf(member),
      session: () => {
        const { state } = this.computer.running.runner;
        return state.kind === 'active' || state.kind === 'warning' ? state.session : null;
      },
    });
    await one.answered(1);
    await this.settle();
  }

  #follow(): void {
    const { app } = this.computer;
    if (app === null) return;
    const { account } = this.desk;
    const { keys, flow } = app.identity;
    const place = this as Place;
    followAccount({
      ...{ account, keys, runner: app.runner, orders: this.#orders },
      who: new WhoIsHere({ account, flow, runner: app.runner }),
      desk: {
        followApps: () => undefined,
        get unsaved() {
          return place.unsaved;
        },
      },
      guarded: { readUnsaved: () => Promise.resolve() },
      windows: { closeSettings: () => undefined },
    });
  }
}

let reception: Place;
let room: Place;
beforeEach(async () => {
  const { first, second } = await openClinic();
  [reception, room] = [new Place(first), new Place(second)];
  for (const { computer } of [reception, room]) await computer.start();
  await room.signIn(sam);
});

function signingOut({ desk: { account, id } }: Place): SigningOut {
  return new SigningOut({ account, decisions: account.chain, self: () => id });
}

describe('an order given at one computer', () => {
  it('ends the session at the other as soon as it is heard there', async () => {
    await reception.signIn(dana);
    await signingOut(reception).order({ kind: 'everybody' }, REASON, authorOf(dana));
    await reception.settle();
    // Whoever orders everybody out is everybody too.
    expect(reception.computer.live).toBe(false);
    expect(room.computer.live).toBe(true);
    await room.hear();
    expect(room.computer.state).toMatchObject({
      kind: 'signedOut',
      ended: { cause: 'signedOutByAdministrator', reason: REASON },
    });
    expect(room.computer.audit.named('session.ended')).toMatchObject([
      { memberId: sam.id, cause: 'signedOutByAdministrator' },
    ]);
    await room.signIn(sam);
    await room.hear();
    expect(room.computer.live).toBe(true);
  });

  it('of the member’s own ends the session at the other alone', async () => {
    await reception.signIn(sam);
    await signingOut(reception).elsewhere(authorOf(sam));
    await room.hear();
    expect(room.computer.state).toMatchObject({ ended: { cause: 'signedOutElsewhere' } });
    expect(reception.computer.live).toBe(true);
  });
});

describe('one session for each person', () => {
  beforeEach(() => reception.signIn(sam));

  it('lets the session before give way at once', async () => {
    await reception.hearsOfOthers(sam);
    await room.hear();
    expect(room.computer.state).toMatchObject({ ended: { cause: 'signedInElsewhere' } });
    await room.signIn(sam);
    await reception.hear();
    expect(reception.computer.live).toBe(true);
    await room.hearsOfOthers(sam);
    await reception.hear();
    expect(reception.computer.state).toMatchObject({ ended: { cause: 'signedInElsewhere' } });
    expect(room.computer.live).toBe(true);
  });

  it('after the warning where something was not saved', async () => {
    room.unsaved = ['Records'];
    await reception.hearsOfOthers(sam);
    await room.hear();
    expect(room.computer.state?.kind).toBe('warning');
    await room.computer.run(LEAD_MS - 1_000);
    await room.computer.useApp();
    expect(room.computer.state?.kind).toBe('warning');
    await room.computer.run(1_000 + CLOSE_LOOK_MS);
    expect(room.computer.state).toMatchObject({ ended: { cause: 'signedInElsewhere' } });
  });
});
