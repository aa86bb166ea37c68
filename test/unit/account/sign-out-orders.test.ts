import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignedChangeOf } from '../../../src/main/account/changes.js';
import type { ClinicState } from '../../../src/main/account/clinic-state.js';
import { judge } from '../../../src/main/account/judge.js';
import { orderFor, type OrderedSession } from '../../../src/main/account/sign-out-orders.js';
import {
  deskOf,
  deskRemoved,
  FIRST_DESK,
  INVITED_DESK,
  SECOND_DESK,
  sharedClinic,
  signedOut,
} from '../../support/fakes/chain-computers.js';
import {
  decided,
  FOUNDER,
  memberBy,
  NOBODY,
  PRACTITIONER,
  SECOND,
  unsigned,
} from '../../support/fakes/clinic-chain.js';
import { after, clinic, founder, practitioner } from './judged.js';

/* Which order to sign out ends which session. */

const shared = sharedClinic();
const REASON = 'The room is needed.';

function given(...orders: readonly Partial<SignedChangeOf<'session.ended'>>[]): ClinicState {
  return orders.reduce<ClinicState>((state, order) => {
    const by = order.way === undefined ? founder : memberBy(order.memberId ?? FOUNDER);
    return decided(state, [by, () => signedOut(order)]);
  }, shared);
}

/** Whether, and how, a session of the practitioner ends. */
function ends(state: ClinicState, session: Partial<OrderedSession> = {}): unknown {
  if (state.shared === null) throw new Error('The account is not shared.');
  const usual = { memberId: PRACTITIONER, workstation: SECOND_DESK, signedInSeq: shared.seq };
  const order = orderFor(state.shared, { ...usual, ...session });
  if (order === null) return 'goes on';
  return order.isOneSession ? `gives way to ${order.seq}` : `ends by ${order.seq}`;
}

const NEXT = shared.seq + 1;

describe('an order', () => {
  it('is about a member wherever, a workstation whoever, or everybody', () => {
    const ofMember = given({ memberId: PRACTITIONER });
    expect(ends(ofMember)).toBe(`ends by ${NEXT}`);
    expect(ends(ofMember, { memberId: SECOND })).toBe('goes on');
    expect(ends(ofMember, { memberId: null })).toBe('goes on');
    const ofDesk = given({ workstation: SECOND_DESK });
    expect(ends(ofDesk)).toBe(`ends by ${NEXT}`);
    expect(ends(ofDesk, { memberId: null })).toBe(`ends by ${NEXT}`);
    expect(ends(ofDesk, { workstation: FIRST_DESK })).toBe('goes on');
    const ofAll = given({});
    expect(ends(ofAll)).toBe(`ends by ${NEXT}`);
    expect(ends(ofAll, { memberId: null, workstation: FIRST_DESK })).toBe(`ends by ${NEXT}`);
  });

  it('ends no session that began after it, nor one where it is not meant', () => {
    const state = given({ memberId: PRACTITIONER, except: FIRST_DESK });
    expect(ends(state, { signedInSeq: state.seq })).toBe('goes on');
    expect(ends(state, { signedInSeq: state.seq - 1 })).toBe(`ends by ${state.seq}`);
    expect(ends(state, { workstation: FIRST_DESK, signedInSeq: 0 })).toBe('goes on');
  });

  it('tells who gave it, when, and why', () => {
    const state = given({ memberId: PRACTITIONER, reason: REASON });
    const session = { memberId: PRACTITIONER, workstation: SECOND_DESK, signedInSeq: 0 };
    expect(state.shared && orderFor(state.shared, session)).toEqual({
      ...{ seq: NEXT, at: 1_000, by: FOUNDER, reason: REASON, except: null, isOneSession: false },
    });
  });

  it('gives a moment to whoever has signed in elsewhere, unless another one ends the session', () => {
    const own = { memberId: PRACTITIONER, except: FIRST_DESK, way: 'oneSession' } as const;
    const state = given(own);
    expect(ends(state)).toBe(`gives way to ${NEXT}`);
    expect(ends(state, { workstation: FIRST_DESK })).toBe('goes on');
    expect(ends(given(own, { memberId: PRACTITIONER }))).toBe(`ends by ${NEXT + 1}`);
    expect(ends(given({ memberId: PRACTITIONER }, own))).toBe(`ends by ${NEXT}`);
  });

  it('that leaves a workstation out does not take back the one before', () => {
    const state = given({}, { except: SECOND_DESK }, { except: SECOND_DESK });
    expect(ends(state)).toBe(`ends by ${NEXT}`);
    expect(ends(state, { workstation: FIRST_DESK })).toBe(`ends by ${NEXT + 2}`);
  });

  it('is void about who is not there, and when it is about two things', () => {
    for (const [order, why] of [
      [{ memberId: NOBODY }, 'unknownMember'],
      [{ workstation: INVITED_DESK }, 'unknownWorkstation'],
      [{ workstation: deskOf(9) }, 'unknownWorkstation'],
      [{ memberId: SECOND, workstation: SECOND_DESK }, 'wrongOrder'],
      [{ workstation: SECOND_DESK, except: FIRST_DESK }, 'wrongOrder'],
      [{ memberId: PRACTITIONER, way: 'oneSession' }, 'wrongOrder'],
      [{ way: 'oneSession' }, 'wrongOrder'],
    ] as const)
      expect(after(signedOut(order), founder, shared)).toBe(why);
    expect(after(signedOut({ memberId: PRACTITIONER }), practitioner, clinic)).toBe('notShared');
  });

  it('counts once: its entry is void in every other place', () => {
    const entry = unsigned(shared, founder, signedOut({}));
    const judged = judge(shared, entry);
    if (!judged.ok) throw new Error(judged.why);
    expect(judge(judged.state, entry)).toEqual({ ok: false, why: 'otherPlace' });
  });

  it('for a workstation goes with it', () => {
    const state = given({ workstation: SECOND_DESK });
    const without = decided(state, [founder, (now) => deskRemoved(SECOND_DESK, now)]);
    expect(without.shared?.orders).toEqual(shared.shared?.orders);
  });
});

it('the kept orders say of every session what all orders ever given say', () => {
  const people = [FOUNDER, SECOND, PRACTITIONER];
  const desks = [FIRST_DESK, SECOND_DESK];
  const except = fc.constantFrom(null, ...desks, deskOf(8));
  const member = fc.constantFrom(...people);
  const order = fc.oneof(
    fc.record({ except }),
    fc.record({ memberId: member, except }),
    fc.record({ workstation: fc.constantFrom(...desks) }),
    fc.record({ memberId: member, except, way: fc.constant('oneSession' as const) }),
  );
  fc.assert(
    fc.property(fc.array(order, { maxLength: 12 }), (all) => {
      const state = given(...all);
      const told = all.map((one, index) => ({ ...signedOut(one), seq: NEXT + index }));
      for (const memberId of [...people, null])
        for (const workstation of desks)
          for (let signedInSeq = shared.seq; signedInSeq <= state.seq; signedInSeq += 1) {
            const about = told.filter(
              (one) =>
                one.seq > signedInSeq &&
                one.except !== workstation &&
                (one.memberId === null || one.memberId === memberId) &&
                (one.workstation === null || one.workstation === workstation),
            );
            const atOnce = about.filter(({ way }) => way === undefined).at(-1);
            const moved = about.at(-1);
            const expected =
              atOnce !== undefined
                ? `ends by ${atOnce.seq}`
                : moved === undefined
                  ? 'goes on'
                  : `gives way to ${moved.seq}`;
            expect(ends(state, { memberId, workstation, signedInSeq })).toBe(expected);
          }
    }),
    { seed: 20_261_129, numRuns: 200 },
  );
});
