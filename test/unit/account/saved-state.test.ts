import { expect, it } from 'vitest';
import type { ClinicState } from '../../../src/main/account/clinic-state.js';
import { savedText } from '../../../src/main/account/saved-state.js';
import { ChangedFile } from './changed-file.js';

/* The copy of the state that the database keeps: nobody reads one of another form. */

/** The members of a saved state. */
function members(state: Record<string, unknown>): Record<string, Record<string, unknown>> {
  return state['members'] as Record<string, Record<string, unknown>>;
}

/** The members of a saved state, without one field. */
function without(state: Record<string, unknown>, field: string): object {
  const all = Object.entries(members(state)).map(([id, member]) => [
    id,
    Object.fromEntries(Object.entries(member).filter(([name]) => name !== field)),
  ]);
  return Object.fromEntries(all) as object;
}

it.each<[string, (state: Record<string, unknown>) => object]>([
  ['no members', (state) => ({ ...state, members: undefined })],
  ['members that are a list', (state) => ({ ...state, members: [] })],
  ['a member that is none', (state) => ({ ...state, members: { ...members(state), sam: null } })],
  ['a member without keys', (state) => ({ ...state, members: without(state, 'keys') })],
  ['a member without a role', (state) => ({ ...state, members: without(state, 'role') })],
  ['a member without an email', (state) => ({ ...state, members: without(state, 'email') })],
  ['a policy that is no object', (state) => ({ ...state, policy: 'none' })],
  ['no rules', (state) => ({ ...state, rules: undefined })],
  ['no shares', (state) => ({ ...state, shares: null })],
  ['no cost', (state) => ({ ...state, cost: {} })],
  ['an emergency kit without keys', (state) => ({ ...state, emergencyKit: {} })],
  ['invitations without keys', (state) => ({ ...state, invitations: { sam: {} } })],
  ['no records', (state) => ({ ...state, records: null })],
  ['a shared account without orders', (state) => ({ ...state, shared: {} })],
  ['orders that are none', (state) => ({ ...state, shared: { orders: { all: [null] } } })],
  ['no length of the trail', (state) => ({ ...state, trailYears: '10' })],
])('a copy with %s is dropped, and read from the chain', async (_what, damage) => {
  const file = new ChangedFile();
  const { state: right } = file.account.decisions;
  const saved = JSON.parse(right ?? '') as { form: number; state: Record<string, unknown> };
  file.account.decisions.state = JSON.stringify({ ...saved, state: damage(saved.state) });
  file.open();
  expect(file.account.state).toBeNull();
  expect([file.account.members(), file.account.passwordCosts()]).toEqual([[], []]);
  await file.account.chain.check();
  expect([file.years, file.account.foreign]).toEqual([10, ['state']]);
  expect(file.account.decisions.state).toBe(right);
});

it('a copy is written part by part, and what seldom changes stays at its place', () => {
  const sam = { id: 'sam', name: 'Sam “S”', keys: { version: 1, box: null }, twoFactor: undefined };
  const first = {
    ...{ seq: 1, orders: [{ at: 1.5 }, null], none: undefined, members: { sam, 7: { id: '7' } } },
    shared: { orders: { all: [] }, workstations: { desk: { at: { x: [] } } } },
  };
  const robin = { ...sam, id: 'robin', name: 'Robin' };
  const second = { ...first, members: { ...first.members, robin } };
  const third = { ...second, seq: 10, shared: { ...first.shared, orders: { all: [{ by: 's' }] } } };
  const texts = [first, second, third, first].map((state) =>
    savedText(1, state as unknown as ClinicState),
  );
  const states = texts.map((text) => (JSON.parse(text) as { state: unknown }).state);
  expect(states).toEqual([first, second, third, first].map((state) => readBack(state)));
  expect(texts.map((text) => Buffer.byteLength(text))).toEqual([4096, 4096, 4096, 4096]);
  const stays = texts[1]?.indexOf('"orders"') ?? -1;
  expect(stays).toBeGreaterThan(100);
  expect(texts[2]?.slice(0, stays)).toBe(texts[1]?.slice(0, stays));
  expect(texts[3]).toBe(texts[0]);
  expect(savedText(1, null).trimEnd()).toBe('{"form":1,"state":null}');
});

function readBack(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state));
}
