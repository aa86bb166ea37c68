import { expect, it } from 'vitest';
import { writtenOnce } from '../../../src/main/account/saved-state.js';
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

it('what is written part by part is the same text, also when a part has changed', () => {
  const sam = { id: 'sam', name: 'Sam “S”', keys: { version: 1, box: null }, twoFactor: undefined };
  const first = {
    ...{ seq: 1, members: { sam, 7: { id: '7' } }, orders: [{ at: 1.5 }, null], none: undefined },
    shared: { workstations: { desk: { at: { x: [] } } }, orders: { all: [] } },
  };
  expect(writtenOnce(first)).toBe(JSON.stringify(first));
  const robin = { ...sam, id: 'robin' };
  const second = {
    ...{ ...first, seq: 2, members: { ...first.members, robin } },
    shared: { ...first.shared, orders: { all: [{ by: 'sam' }] } },
  };
  expect(writtenOnce(second)).toBe(JSON.stringify(second));
  expect([writtenOnce(null), writtenOnce(undefined)]).toEqual(['null', undefined]);
});
