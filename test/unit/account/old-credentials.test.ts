import { beforeEach, expect, it } from 'vitest';
import { credentialsOf } from '../../../src/main/account/clinic-state.js';
import type { Member } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { IdentityWorld } from '../../support/fakes/identity-world.js';

/* A shared account: whose credentials stay on a computer at which they were used. */

const DAY_MS = 86_400_000;
const NOW_MS = 1_800_000_000_000;

let world: IdentityWorld;
let robin: Member;
beforeEach(async () => {
  world = await IdentityWorld.open();
  robin = memberNamed('Robin');
  world.account.enrol(robin);
});

function here(): readonly string[] {
  return [world.dana, world.sam, robin]
    .filter(({ id }) => world.account.credentialsById(id)?.credential !== null)
    .map(({ name }) => name);
}

it('are those of whoever signed in within 30 days, and of whoever is signed in', () => {
  world.share();
  world.account.recordSignIn(world.dana.id, NOW_MS - 31 * DAY_MS);
  world.account.recordSignIn(world.sam.id, NOW_MS - 30 * DAY_MS);
  world.account.forgetOldCredentials(NOW_MS, world.dana.id);
  expect(here()).toEqual(['Dana', 'Sam']);
  world.account.forgetOldCredentials(NOW_MS, null);
  expect(here()).toEqual(['Sam']);
  world.account.forgetOldCredentials(NOW_MS + 1, null);
  expect(here()).toEqual([]);
});

it('are the only boxes that go', () => {
  world.share();
  const { state, decisions } = world.account;
  if (state === null) throw new Error('There is no clinic.');
  const credentials = credentialsOf(state);
  const others = [...decisions.boxes.keys()].filter((hash) => !credentials.has(hash));
  world.account.forgetOldCredentials(NOW_MS, null);
  expect([...decisions.boxes.keys()]).toEqual(others);
  expect(others.length).toBeGreaterThan(1);
});

it('all stay where one computer has the account for itself', () => {
  world.account.forgetOldCredentials(NOW_MS, null);
  expect(here()).toEqual(['Dana', 'Sam', 'Robin']);
});
