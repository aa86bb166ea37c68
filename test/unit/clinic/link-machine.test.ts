import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIRST_LINK_STATE,
  type LinkCommand,
  type LinkEvent,
  type LinkState,
  LONGEST_SILENCE_MS,
  LONGEST_WAIT_MS,
  SOUND_AFTER_MS,
  step,
} from '../../../src/main/clinic/link-machine.js';

const STATES = {
  stopped: { kind: 'stopped', attempt: 4 },
  connecting: { kind: 'connecting', attempt: 4, failures: 2, why: 'silent' },
  meeting: { kind: 'meeting', attempt: 4, failures: 2, why: 'silent' },
  connected: { kind: 'connected', attempt: 4, failures: 2 },
  waiting: { kind: 'waiting', attempt: 4, failures: 2, why: 'silent' },
  removed: { kind: 'removed', attempt: 4 },
} as const satisfies Record<LinkState['kind'], LinkState>;

const EVENTS = {
  started: { type: 'started' },
  stopped: { type: 'stopped' },
  moved: { type: 'moved' },
  due: { type: 'due' },
  opened: { type: 'opened', attempt: 4 },
  same: { type: 'met', attempt: 4, meeting: 'same' },
  contradicted: { type: 'met', attempt: 4, meeting: 'contradicted' },
  outdated: { type: 'met', attempt: 4, meeting: 'outdated' },
  removed: { type: 'met', attempt: 4, meeting: 'removed' },
  gone: { type: 'gone', attempt: 4, why: 'unreachable', heldMs: SOUND_AFTER_MS },
  goneSoon: { type: 'gone', attempt: 4, why: 'unreachable', heldMs: SOUND_AFTER_MS - 1 },
} as const satisfies Record<string, LinkEvent>;

const connect = { type: 'connect', attempt: 5 };
const close = { type: 'close' };
const drop = { type: 'drop' };
const meet = { type: 'meet', attempt: 4 };
const wait = (ms: number): unknown => ({ type: 'wait', ms });

/** Where each event leads from each state, with all of the randomness; what is missing changes nothing. */
const STEPS: Readonly<
  Record<LinkState['kind'], Partial<Record<keyof typeof EVENTS, readonly [string, ...unknown[]]>>>
> = {
  stopped: { started: ['connecting', connect], opened: ['stopped', drop] },
  connecting: {
    stopped: ['stopped'],
    moved: ['connecting', connect],
    opened: ['meeting', meet],
    gone: ['waiting', wait(1_000)],
    goneSoon: ['waiting', wait(4_000)],
  },
  meeting: {
    stopped: ['stopped', close],
    moved: ['connecting', close, connect],
    opened: ['meeting', drop],
    same: ['connected'],
    contradicted: ['waiting', close, wait(LONGEST_WAIT_MS)],
    outdated: ['waiting', close, wait(LONGEST_WAIT_MS)],
    removed: ['removed', close],
    gone: ['waiting', close, wait(1_000)],
    goneSoon: ['waiting', close, wait(4_000)],
  },
  connected: {
    stopped: ['stopped', close],
    moved: ['connecting', close, connect],
    opened: ['connected', drop],
    contradicted: ['waiting', close, wait(LONGEST_WAIT_MS)],
    outdated: ['waiting', close, wait(LONGEST_WAIT_MS)],
    removed: ['removed', close],
    gone: ['waiting', close, wait(1_000)],
    goneSoon: ['waiting', close, wait(4_000)],
  },
  waiting: {
    stopped: ['stopped'],
    moved: ['connecting', connect],
    due: ['connecting', connect],
    opened: ['waiting', drop],
  },
  removed: { started: ['connecting', connect], opened: ['removed', drop] },
};

it.each([
  ['unreachable', LONGEST_SILENCE_MS],
  ['full', LONGEST_WAIT_MS],
] as const)('tries a server that is %s again soon enough', (why, mostMs) => {
  const many: LinkState = { ...STATES.connecting, failures: 9 };
  const { commands } = step(many, { type: 'gone', attempt: 4, why, heldMs: 0 }, 1);
  expect(commands).toEqual([wait(mostMs)]);
});

describe.each(Object.keys(STATES) as LinkState['kind'][])('a link that is %s', (kind) => {
  it.each(Object.keys(EVENTS) as (keyof typeof EVENTS)[])('hears: %s', (name) => {
    const { state, commands } = step(STATES[kind], EVENTS[name], 1);
    expect([state.kind, ...commands]).toEqual(STEPS[kind][name] ?? [kind]);
    if (STEPS[kind][name] === undefined) expect(state).toBe(STATES[kind]);
  });
});

describe('a link', () => {
  it.each(['same', 'contradicted', 'removed', 'gone'] as const)(
    'does not care for an earlier try: %s',
    (name) => {
      const state = { ...STATES.connected, attempt: 5 };
      expect(step(state, EVENTS[name], 1)).toEqual({ state, commands: [] });
    },
  );

  it('drops a connection of an earlier try', () => {
    const state = { ...STATES.connecting, attempt: 5 };
    expect(step(state, EVENTS.opened, 1)).toEqual({ state, commands: [{ type: 'drop' }] });
  });

  it('opens a way that comes and goes each second more and more seldom, until it holds', () => {
    let state = step(FIRST_LINK_STATE, EVENTS.started, 1).state;
    const waits = (heldMs: number): unknown => {
      const { attempt } = state;
      for (const event of [
        ...[
          { type: 'opened', attempt },
          { type: 'met', attempt, meeting: 'same' },
        ],
        { type: 'gone', attempt, why: 'unreachable', heldMs },
      ] as const satisfies readonly LinkEvent[]) {
        const taken = step(state, event, 1);
        state = taken.state;
        for (const command of taken.commands) if (command.type === 'wait') return again(command.ms);
      }
      return null;
    };
    const again = (ms: number): number => {
      state = step(state, EVENTS.due, 1).state;
      return ms;
    };
    expect([1_000, 1_000, 1_000, 1_000, 1_000].map(waits)).toEqual([
      ...[1_000, 2_000, 4_000, 8_000, 8_000],
    ]);
    expect(waits(SOUND_AFTER_MS)).toBe(1_000);
  });

  it('keeps why it was alone while it tries again, and forgets it at another place', () => {
    expect(step(STATES.waiting, EVENTS.due, 1).state).toMatchObject({ why: 'silent', failures: 2 });
    expect(step(STATES.waiting, EVENTS.moved, 1).state).toMatchObject({ why: null, failures: 0 });
  });
});

const attempt = fc.integer({ min: 0, max: 6 });
const anyEvent: fc.Arbitrary<LinkEvent> = fc.oneof(
  fc.record({ type: fc.constantFrom('started', 'stopped', 'moved', 'due') }),
  fc.record({ type: fc.constant('opened' as const), attempt }),
  fc.record({
    type: fc.constant('met' as const),
    attempt,
    meeting: fc.constantFrom('same', 'same', 'contradicted', 'outdated', 'removed'),
  }),
  fc.record({
    type: fc.constant('gone' as const),
    attempt,
    why: fc.constantFrom('unreachable', 'silent', 'keychain'),
    heldMs: fc.constantFrom(0, SOUND_AFTER_MS),
  }),
);

/** What is open and under way outside, as the commands say. */
class Outside {
  kept = 0;
  /** Connections that opened and that nobody has taken or dropped. */
  loose = 0;
  trying = 0;

  /** @returns for how long it is to wait, in milliseconds, or `null` */
  carryOut(commands: readonly LinkCommand[]): number | null {
    let waitMs: number | null = null;
    for (const command of commands) {
      if (command.type === 'connect') this.trying = command.attempt;
      if (command.type === 'meet') this.kept += 1;
      if (command.type === 'meet' || command.type === 'drop') this.loose -= 1;
      if (command.type === 'close') this.kept -= 1;
      if (command.type === 'wait') waitMs = command.ms;
      // Never two at once, not even in between.
      expect(this.kept).toBeLessThanOrEqual(1);
    }
    return waitMs;
  }
}

describe('whatever happens, a link', () => {
  it('has one connection at the most, and never nothing to wait for', () => {
    const moments = fc.array(fc.tuple(anyEvent, fc.double({ min: 0, max: 1, noNaN: true })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(moments, (events) => {
        const outside = new Outside();
        let state = FIRST_LINK_STATE;
        for (const [event, random] of events) {
          const before = state;
          if (event.type === 'opened') outside.loose += 1;
          const taken = step(state, event, random);
          state = taken.state;
          const waitMs = outside.carryOut(taken.commands);
          expect(outside.loose).toBe(0);
          expect(outside.kept).toBe(state.kind === 'meeting' || state.kind === 'connected' ? 1 : 0);
          if (state.kind === 'connecting') expect(outside.trying).toBe(state.attempt);
          if (state.kind === 'waiting' && before.kind !== 'waiting') expect(waitMs).not.toBeNull();
          expect(waitMs ?? 0).toBeGreaterThanOrEqual(0);
          expect(waitMs ?? 0).toBeLessThanOrEqual(LONGEST_WAIT_MS * random);
          if (before.kind === 'removed' && event.type !== 'started') expect(state).toBe(before);
          expect(state.attempt).toBeGreaterThanOrEqual(before.attempt);
        }
      }),
    );
  });
});
