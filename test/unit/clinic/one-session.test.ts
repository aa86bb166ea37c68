import { beforeEach, describe, expect, it } from 'vitest';
import { OneSession, type SessionHere } from '../../../src/main/clinic/one-session.js';
import { OrdersHere } from '../../../src/main/clinic/orders-here.js';
import { authorOf, type Desk } from '../../support/fakes/desk.js';
import { type Clinic, openClinic, sam } from '../account/several-desks.js';

/* A member signs in at a second workstation: where the clinic wants it so, the sessions before give way. */

let clinic: Clinic;
beforeEach(async () => {
  clinic = await openClinic();
});

/** What a desk has when Sam has signed in there. */
class SamAt {
  isWanted = true;
  session: SessionHere | null;
  readonly orders: OrdersHere;
  readonly one: OneSession;
  readonly desk: Desk;

  constructor(desk: Desk, isResumed = false) {
    this.desk = desk;
    const { account } = desk;
    const self = (): string => desk.id;
    this.orders = new OrdersHere({ account, chain: account.chain, self });
    this.session = { sessionId: 'one', memberId: sam.id, isResumed, ...this.orders.now };
    this.one = new OneSession({
      ...{ account, decisions: account.chain, orders: this.orders, self },
      isWanted: () => this.isWanted,
      author: () => authorOf(sam),
      session: () => this.session,
    });
  }

  async end(): Promise<unknown> {
    await this.desk.log.pull();
    return this.session && this.orders.endOf(this.session);
  }
}

function ordered(desk: Desk): number {
  return desk.felt.filter((kind) => kind === 'session.ended').length;
}

describe('the first answer that says the member is signed in elsewhere', () => {
  it('signs the member out there, and not here', async () => {
    const { first, second } = clinic;
    const before = new SamAt(first);
    const here = new SamAt(second);
    await here.one.answered(1);
    expect(await here.end()).toBeNull();
    expect(await before.end()).toEqual({
      ...{ cause: 'signedInElsewhere', reason: null, hasMoment: true, elsewhere: 'Exam room 2' },
    });
  });

  it('counts once for each session', async () => {
    const here = new SamAt(clinic.second);
    await here.one.answered(0);
    await here.one.answered(1);
    expect(ordered(clinic.second)).toBe(0);
    here.session = here.session && { ...here.session, sessionId: 'two' };
    await Promise.all([here.one.answered(1), here.one.answered(1)]);
    await here.one.answered(1);
    expect(ordered(clinic.second)).toBe(1);
  });

  it.each<[string, (here: SamAt) => void]>([
    ['the clinic does not want it so', (here) => (here.isWanted = false)],
    ['the session has ended', (here) => (here.session = null)],
    [
      'the session began before the app was started again',
      (here) => (here.session = here.session && { ...here.session, isResumed: true }),
    ],
  ])('orders nothing when %s', async (_why, change) => {
    const here = new SamAt(clinic.second);
    change(here);
    await here.one.answered(1);
    expect(ordered(clinic.second)).toBe(0);
  });

  it('asks again with the next one when the order did not get through', async () => {
    const here = new SamAt(clinic.second);
    clinic.second.disconnect();
    await here.one.answered(1);
    expect(ordered(clinic.second)).toBe(0);
    await clinic.second.connect();
    await here.one.answered(1);
    expect(ordered(clinic.second)).toBe(1);
  });

  it('leaves one of two sessions that begin at the same time', async () => {
    const { first, second } = clinic;
    const both = [new SamAt(first), new SamAt(second)];
    await Promise.all(both.map(({ one }) => one.answered(1)));
    const ends = await Promise.all(both.map((one) => one.end()));
    expect(ends.filter((end) => end === null)).toHaveLength(1);
    expect(ordered(first) + ordered(second)).toBe(1);
  });
});
