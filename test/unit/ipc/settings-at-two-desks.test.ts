import { beforeEach, expect, it } from 'vitest';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';
import { type PolicyHandlerParts, policyHandlers } from '../../../src/main/ipc/policy-handlers.js';
import { IdentityWorld } from '../../support/fakes/identity-world.js';

/* Two administrators have the rules for signing in open at two desks. */

const OPENED = { ...DEFAULT_SIGN_IN_RULES, requireTwoFactor: false, graceDays: 7 };

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  await world.changeRules(OPENED);
  world.holdKeys();
});

function save(changes: Partial<typeof OPENED>) {
  const { identity } = world;
  const parts = { ...identity, runner: { state: { generation: 1 } } };
  const handlers = policyHandlers(parts as unknown as PolicyHandlerParts);
  const input = { rules: { ...OPENED, ...changes }, openedWith: OPENED, proof: null };
  return handlers.saveSignInRules(input, {
    ...{ member: world.dana, kind: 'settings', contents: {} as never },
  });
}

it('what each of them changed is in force', async () => {
  await save({ requireTwoFactor: true });
  const both = { ...OPENED, requireTwoFactor: true, shortestPassword: 20 };
  expect(await save({ shortestPassword: 20 })).toEqual({ ok: true, inForce: both });
  expect(world.identity.rules.current()).toEqual(both);
});

it('what both changed is told by name, and stays as it is until somebody decides again', async () => {
  await save({ graceDays: 3 });
  expect(await save({ graceDays: 2, strictPasswords: true })).toEqual({
    ok: false,
    code: 'changedMeanwhile',
    message:
      'Somebody else changed “Days to set it up” while this was open. What holds now is shown here: change it again if it should be otherwise, and save.',
    merged: { ...OPENED, graceDays: 3, strictPasswords: true },
    inForce: { ...OPENED, graceDays: 3 },
  });
  expect(world.identity.rules.current()).toEqual({ ...OPENED, graceDays: 3 });
});

it('who needed no proof under the rules of before lets nobody more in under stricter ones', async () => {
  await save({ requireTwoFactor: true });
  // More days let nobody in while two-factor authentication was not required; now they do.
  expect(await save({ graceDays: 14 })).toMatchObject({ code: 'proofRequired' });
  const { rules } = world.identity;
  const how = { opened: OPENED, isProved: false };
  const unproved = await rules.save({ ...OPENED, graceDays: 14 }, world.asDana, how);
  expect(unproved.conflicts).not.toEqual([]);
  expect(rules.current()).toEqual({ ...OPENED, requireTwoFactor: true });
});
