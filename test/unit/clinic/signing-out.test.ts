import { beforeEach, describe, expect, it } from 'vitest';
import { OrdersHere } from '../../../src/main/clinic/orders-here.js';
import { SigningOut } from '../../../src/main/clinic/signing-out.js';
import type { BeatSession, WorkstationBeat } from '../../../src/main/ports/index.js';
import { authorOf, type Desk } from '../../support/fakes/desk.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { dana, openClinic, sam } from '../account/several-desks.js';

/* People order others, or themselves, to sign out; and see what became of it, no more than is known. */

let first: Desk;
let second: Desk;
beforeEach(async () => {
  ({ first, second } = await openClinic());
});

const by = authorOf(dana);

function at({ account, id }: Desk): {
  readonly signingOut: SigningOut;
  readonly orders: OrdersHere;
} {
  const self = (): string => id;
  return {
    signingOut: new SigningOut({ account, decisions: account.chain, self }),
    orders: new OrdersHere({ account, chain: account.chain, self }),
  };
}

/** What an order makes of Sam's session at the second desk. */
async function endOfSam(): Promise<unknown> {
  const { orders } = at(second);
  const session = { memberId: sam.id, ...orders.now };
  await second.log.pull();
  const end = orders.endOf(session);
  return end && [end.cause, end.reason];
}

describe('an order', () => {
  it.each([
    ['a member', () => ({ kind: 'member', memberId: sam.id }) as const],
    ['a workstation', () => ({ kind: 'workstation', workstationId: second.id }) as const],
    ['everybody', () => ({ kind: 'everybody' }) as const],
  ])('for %s ends the session, with its reason', async (_whom, whom) => {
    const ended = endOfSamAfter(() => at(first).signingOut.order(whom(), 'Go home.', by));
    expect(await ended).toEqual(['signedOutByAdministrator', 'Go home.']);
  });

  async function endOfSamAfter(order: () => Promise<unknown>): Promise<unknown> {
    const { orders } = at(second);
    const session = { memberId: sam.id, ...orders.now };
    expect(await order()).toEqual({ ok: true });
    await second.log.pull();
    const end = orders.endOf(session);
    return end && [end.cause, end.reason];
  }

  it('of one’s own is about all other workstations', async () => {
    const ended = endOfSamAfter(() => at(first).signingOut.elsewhere(authorOf(sam)));
    expect(await ended).toEqual(['signedOutElsewhere', null]);
    const { orders } = at(first);
    expect(orders.endOf({ memberId: sam.id, signedInSeq: 0, signedInLink: '' })).toBeNull();
  });

  it('about whoever is not there is refused, and so is any at a single computer', async () => {
    const { signingOut } = at(first);
    const nobody = { kind: 'member', memberId: 'nobody' } as const;
    const nowhere = { kind: 'workstation', workstationId: '__proto__' } as const;
    expect(await signingOut.order(nobody, null, by)).toMatchObject({ code: 'unknownMember' });
    expect(await signingOut.order(nowhere, null, by)).toMatchObject({ code: 'unknownWorkstation' });
    const account = MemoryAccount.of(dana);
    const alone = new SigningOut({ account, decisions: account.chain, self: () => null });
    for (const asked of [alone.order({ kind: 'everybody' }, null, by), alone.elsewhere(by)])
      expect(await asked).toEqual({ ok: false, code: 'notShared' });
    expect(await endOfSam()).toBeNull();
  });
});

describe('what became of it', () => {
  const NOW_MS = 1_000_000;
  let orders: OrdersHere;
  let seq: number;
  let at_: number;

  beforeEach(async () => {
    ({ orders } = at(first));
    await at(first).signingOut.order({ kind: 'member', memberId: sam.id }, null, by);
    ({ seq } = first.state);
    at_ = first.facts.orders.members[sam.id]?.[0]?.at ?? 0;
  });

  const session: BeatSession = {
    ...{ memberId: sam.id, signedInSeq: 0, sinceMs: 1, lastActivityMs: 2 },
    ...{ idleEndMs: 3, longestEndMs: 4 },
  };

  /** What the second desk has said, just now if not earlier. */
  function says(said: Partial<WorkstationBeat>): WorkstationBeat {
    return {
      ...{ workstation: second.id, heardMs: at_ + NOW_MS, atMs: at_, version: '1', trail: null },
      ...{ seq: 0, freeSinceMs: null, session, ...said },
    };
  }

  function stateOf(said: Partial<WorkstationBeat> | null, laterMs = 0): unknown {
    const beat = said && says(said);
    return orders.stateAt(second.id, beat, at_ + NOW_MS + laterMs);
  }

  it('is under way while the workstation is reached, and done when it says so itself', () => {
    expect(stateOf({})).toEqual({ kind: 'asked' });
    // It knows of the order, and has not ended the session yet.
    expect(stateOf({ seq })).toEqual({ kind: 'asked' });
    const atMs = at_ + 1_234;
    expect(stateOf({ seq: seq - 1, session: null, freeSinceMs: atMs })).toEqual({ kind: 'asked' });
    expect(stateOf({ seq, session: null, freeSinceMs: atMs })).toEqual({ kind: 'done', atMs });
  });

  it('is not known of a workstation that is not heard, but when its session ends at the latest', () => {
    expect(stateOf({}, 86_000_000 - NOW_MS)).toEqual({
      ...{ kind: 'notReached', sinceMs: at_ + NOW_MS, ends: { idleMs: 3, longestMs: 4 } },
    });
    expect(stateOf(null, 0)).toEqual({ kind: 'notReached', sinceMs: null, ends: null });
  });

  it('is shown for a day, and where the member was signed in', async () => {
    expect(stateOf({}, 86_400_000)).toBeNull();
    expect(stateOf({ session: { ...session, memberId: dana.id } })).toBeNull();
    expect(stateOf({ session: { ...session, signedInSeq: seq } })).toBeNull();
    orders.forget();
    expect(stateOf({ seq, session: null, freeSinceMs: at_ })).toBeNull();
    // For everybody it is shown wherever.
    await at(first).signingOut.order({ kind: 'everybody' }, 'Fire.', by);
    const all = first.state.seq;
    const since = first.facts.orders.all[0]?.at ?? 0;
    const free = { seq: all, session: null, freeSinceMs: 5 };
    expect(stateOf(free)).toEqual({ kind: 'done', atMs: since });
    const later = { ...session, signedInSeq: all, sinceMs: since + 9_000 };
    expect(stateOf({ seq: all, session: later })).toEqual({ kind: 'done', atMs: since + 9_000 });
  });
});
