import { describe, expect, it } from 'vitest';
import {
  INITIAL_STATE,
  PREPARE_WARNING_MS,
  type SessionEvent,
  type SessionState,
  step,
} from '../../../src/main/session/machine.js';
import { elapsedSeconds, endedBy, liveSession, policyWith } from '../../support/fakes/builders.js';

const LIMIT = 900;
const policy = policyWith({ sessionTimeoutSeconds: LIMIT, longestSessionSeconds: 43_200 });
const session = liveSession();
const ended = endedBy();

const STATES = {
  signedOut: { kind: 'signedOut', generation: 3, ended: null },
  active: { kind: 'active', generation: 3, session, prepared: false, deadline: null },
  warning: { kind: 'warning', generation: 3, session, prepared: true, deadline: null },
  ending: {
    kind: 'ending',
    generation: 4,
    session,
    ended,
    trying: true,
    failures: 0,
    failure: null,
  },
} as const satisfies Record<SessionState['kind'], SessionState>;

const EVENTS = {
  signedIn: { type: 'signedIn', session, generation: 3 },
  looked: { type: 'looked', elapsed: elapsedSeconds(10) },
  policyChanged: { type: 'policyChanged', elapsed: elapsedSeconds(LIMIT) },
  endRequested: {
    ...{ type: 'endRequested', cause: 'lockNow', reason: null },
    elapsed: elapsedSeconds(10),
  },
  endDue: {
    ...{ type: 'endDue', cause: 'signedInElsewhere', inMs: 60_000 },
    elapsed: elapsedSeconds(10),
  },
  roleChanged: { type: 'roleChanged', memberId: session.memberId, role: 'administrator' },
  wipeFound: { type: 'wipeFound', session, ended },
  wiped: { type: 'wiped' },
  wipeFailed: { type: 'wipeFailed', failure: 'keychain' },
  retryDue: { type: 'retryDue' },
} as const satisfies Record<SessionEvent['type'], SessionEvent>;

/** Every state with every event: the next state and the effects. A new state or event needs its row. */
const TABLE: Record<
  SessionState['kind'],
  Record<SessionEvent['type'], readonly [SessionState['kind'], readonly string[]]>
> = {
  signedOut: {
    signedIn: ['active', []],
    looked: ['signedOut', []],
    policyChanged: ['signedOut', []],
    endRequested: ['signedOut', []],
    endDue: ['signedOut', []],
    roleChanged: ['signedOut', []],
    wipeFound: ['ending', ['retryWipe']],
    wiped: ['signedOut', []],
    wipeFailed: ['signedOut', []],
    retryDue: ['signedOut', []],
  },
  active: {
    signedIn: ['active', []],
    looked: ['active', []],
    policyChanged: ['ending', ['endSession']],
    endRequested: ['ending', ['endSession']],
    endDue: ['warning', ['showWarning']],
    roleChanged: ['active', []],
    wipeFound: ['active', []],
    wiped: ['active', []],
    wipeFailed: ['active', []],
    retryDue: ['active', []],
  },
  warning: {
    signedIn: ['warning', []],
    looked: ['active', ['dismissWarning']],
    policyChanged: ['ending', ['endSession']],
    endRequested: ['ending', ['endSession']],
    endDue: ['warning', []],
    roleChanged: ['warning', []],
    wipeFound: ['warning', []],
    wiped: ['warning', []],
    wipeFailed: ['warning', []],
    retryDue: ['warning', []],
  },
  ending: {
    signedIn: ['ending', []],
    looked: ['ending', []],
    policyChanged: ['ending', []],
    endRequested: ['ending', []],
    endDue: ['ending', []],
    roleChanged: ['ending', []],
    wipeFound: ['ending', []],
    wiped: ['signedOut', []],
    wipeFailed: ['ending', []],
    retryDue: ['ending', []],
  },
};

describe('every state with every event', () => {
  const rows = Object.entries(TABLE).flatMap(([kind, byEvent]) =>
    Object.entries(byEvent).map(([type, [next, effects]]) => ({ kind, type, next, effects })),
  );
  it.each(rows)('$kind and $type lead to $next with $effects', (row) => {
    const result = step(
      STATES[row.kind as SessionState['kind']],
      EVENTS[row.type as SessionEvent['type']],
      policy,
    );
    expect(result.state.kind).toBe(row.next);
    expect(result.effects.map(({ type }) => type)).toEqual(row.effects);
  });
});

function looked(inactive: number, age = inactive, from: SessionState = STATES.active) {
  return step(from, { type: 'looked', elapsed: elapsedSeconds(inactive, age) }, policy);
}

describe('the limits', () => {
  it('end a session at the limit, not before', () => {
    expect(looked(LIMIT - 0.001).state.kind).toBe('warning');
    expect(looked(LIMIT).state).toMatchObject({
      kind: 'ending',
      generation: 4,
      ended: { cause: 'idle', limitSeconds: LIMIT, measuredMs: 900_000, latenessMs: 0 },
    });
    expect(looked(LIMIT + 2).state).toMatchObject({ ended: { latenessMs: 2_000 } });
  });

  it('report the one that passed first', () => {
    expect(looked(LIMIT + 10, 43_200 + 20).state).toMatchObject({
      ended: { cause: 'longestSession', limitSeconds: 43_200, latenessMs: 20_000 },
    });
    expect(looked(LIMIT + 20, 43_200 + 10).state).toMatchObject({ ended: { cause: 'idle' } });
    expect(looked(0, 43_200).state).toMatchObject({ ended: { cause: 'longestSession' } });
  });

  it('are those of the member’s role, also after the role changed', () => {
    const byRole = policyWith({
      sessionTimeoutSeconds: LIMIT,
      roleTimeoutSeconds: { receptionist: 60 },
    });
    const receptionist = step(
      STATES.active,
      { type: 'roleChanged', memberId: session.memberId, role: 'receptionist' },
      byRole,
    ).state;
    const event = { type: 'looked', elapsed: elapsedSeconds(60) } as const;
    expect(step(receptionist, event, byRole).state.kind).toBe('ending');
    expect(step(STATES.active, event, byRole).state.kind).toBe('active');
  });

  it('leave another member’s role alone', () => {
    expect(
      step(
        STATES.active,
        { type: 'roleChanged', memberId: 'someone else', role: 'bookkeeper' },
        policy,
      ).state,
    ).toBe(STATES.active);
  });

  it('that were tightened end a session at once and say so; others stay', () => {
    const tighter = policyWith({ sessionTimeoutSeconds: 60 });
    const at = (seconds: number) =>
      step(STATES.active, { type: 'policyChanged', elapsed: elapsedSeconds(seconds) }, tighter)
        .state;
    expect(at(61)).toMatchObject({ kind: 'ending', ended: { cause: 'policyTightened' } });
    expect(at(5).kind).toBe('active');
  });
});

describe('the warning', () => {
  const lead = 60;
  const prepareAt = LIMIT - lead - PREPARE_WARNING_MS / 1_000;

  it('is made ready, shown and taken back at its times', () => {
    expect(looked(prepareAt - 0.001).effects).toEqual([]);
    const ready = looked(prepareAt);
    expect(ready.effects).toEqual([{ type: 'prepareWarning' }]);
    expect(looked(prepareAt + 1, prepareAt + 1, ready.state).effects).toEqual([]);
    const shown = looked(LIMIT - lead, LIMIT - lead, ready.state);
    expect(shown.effects).toEqual([{ type: 'showWarning' }]);
    expect(looked(LIMIT - 1, LIMIT - 1, shown.state).effects).toEqual([]);
    expect(looked(0, 0, shown.state)).toEqual({
      state: { ...STATES.active, prepared: false },
      effects: [{ type: 'dismissWarning' }],
    });
    expect(looked(0, 0, ready.state).effects).toEqual([{ type: 'dismissWarning' }]);
  });

  it('stays for the longest session, whatever the person does', () => {
    const shown = looked(0, 43_200 - 30);
    expect(shown.state.kind).toBe('warning');
    expect(looked(0, 43_200 - 20, shown.state).state.kind).toBe('warning');
  });
});

describe('a deadline', () => {
  const due = (inMs: number, age: number, from: SessionState = STATES.active) =>
    step(
      from,
      { type: 'endDue', inMs, cause: 'signedInElsewhere', elapsed: elapsedSeconds(0, age) },
      policy,
    );

  it('warns, and ends the session then, whatever the person does, and says how late it is', () => {
    const given = due(60_000, 100);
    expect(given.effects).toEqual([{ type: 'showWarning' }]);
    expect(looked(0, 159.999, given.state).state.kind).toBe('warning');
    expect(looked(0, 160, given.state).state).toMatchObject({
      kind: 'ending',
      ended: { cause: 'signedInElsewhere', latenessMs: 0, reason: null },
    });
    expect(looked(0, 163, given.state).state).toMatchObject({ ended: { latenessMs: 3_000 } });
  });

  it('far away is only remembered; a sooner one takes its place, a later one does not', () => {
    const far = due(600_000, 100);
    expect(far).toMatchObject({ state: { kind: 'active', prepared: false }, effects: [] });
    expect(due(10_000, 100, far.state).state).toMatchObject({ deadline: { ageMs: 110_000 } });
    expect(due(900_000, 100, far.state).state).toMatchObject({ deadline: { ageMs: 700_000 } });
  });

  it('is not put off by a clock that is set back', () => {
    const { state } = due(60_000, 100);
    const elapsed = { ...elapsedSeconds(0, 80), bootMs: 160_000 };
    expect(step(state, { type: 'looked', elapsed }, policy).state).toMatchObject({
      ended: { cause: 'signedInElsewhere', latenessMs: 0 },
    });
  });

  it('that is over ends the session at once', () => {
    expect(due(0, 100).state).toMatchObject({ ended: { cause: 'signedInElsewhere' } });
  });

  it('ends no session that a limit ends sooner, and the limit is the cause', () => {
    const { state } = due(60_000, 43_200 - 30);
    expect(looked(0, 43_200, state).state).toMatchObject({ ended: { cause: 'longestSession' } });
    const idle = due(60_000, 100).state;
    expect(looked(LIMIT + 10, 160 + 5, idle).state).toMatchObject({ ended: { cause: 'idle' } });
    expect(looked(LIMIT + 5, 160 + 10, idle).state).toMatchObject({
      ended: { cause: 'signedInElsewhere' },
    });
  });

  it('is none of the next session', () => {
    const over = looked(0, 160, due(60_000, 100).state).state;
    const next = step(
      step(over, EVENTS.wiped, policy).state,
      { ...EVENTS.signedIn, generation: 4 },
      policy,
    );
    expect(next.state).toMatchObject({ kind: 'active', deadline: null });
  });

  it('does not hide another end, nor its reason', () => {
    const { state } = due(60_000, 100);
    const event = { ...EVENTS.endRequested, reason: 'The room is needed.' };
    expect(step(state, event, policy).state).toMatchObject({
      ended: { cause: 'lockNow', reason: 'The room is needed.' },
    });
  });
});

describe('generations', () => {
  it('make a sign-in void that something locked meanwhile', () => {
    const locked = step(INITIAL_STATE, EVENTS.endRequested, policy).state;
    const late = step(locked, { type: 'signedIn', session, generation: 0 }, policy);
    expect(late).toEqual({ state: locked, effects: [] });
  });

  it('let an ended session never come back', () => {
    const { state } = looked(LIMIT);
    const wiped = step(state, EVENTS.wiped, policy).state;
    expect(wiped).toMatchObject({ kind: 'signedOut', generation: 4, ended: { cause: 'idle' } });
    expect(step(wiped, { type: 'signedIn', session, generation: 3 }, policy)).toEqual({
      state: wiped,
      effects: [],
    });
  });
});

describe('a wipe that failed', () => {
  it('is tried again when due, one try at a time, until it succeeds', () => {
    const failed = step(STATES.ending, EVENTS.wipeFailed, policy).state;
    expect(failed).toMatchObject({ kind: 'ending', failures: 1, failure: 'keychain' });
    const again = step(failed, EVENTS.retryDue, policy);
    expect(again.effects).toEqual([{ type: 'retryWipe', session }]);
    expect(step(again.state, EVENTS.retryDue, policy).effects).toEqual([]);
    const twice = step(again.state, { type: 'wipeFailed', failure: 'full' }, policy).state;
    expect(twice).toMatchObject({ failures: 2, failure: 'full', trying: false });
    expect(step(twice, EVENTS.wiped, policy).state.kind).toBe('signedOut');
  });
});
