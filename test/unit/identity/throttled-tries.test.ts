import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

/* Every way to try a member's secret, and its name in the audit trail. Add new ways here. */
const CODE = '0000-0000-0000-0000-0000';

const WAYS: Readonly<
  Record<string, { step?: string; tries: (world: IdentityWorld) => Promise<unknown> }>
> = {
  'the password of a sign-in': {
    tries: ({ identity, sam }) => identity.flow.enter(sam.email, OTHER_PASSWORD, GENERATION),
  },
  'the code of a sign-in': {
    step: 'secondFactor',
    tries: ({ identity }) => identity.flow.verifyCode('000000', GENERATION),
  },
  'a recovery code': {
    step: 'secondFactor',
    tries: ({ identity }) => identity.flow.useRecoveryCode(CODE, GENERATION),
  },
  'the password in a session': {
    step: 'confirmation',
    tries: ({ identity, sam }) => identity.stepUp.password(sam, OTHER_PASSWORD),
  },
  'the code in a session': {
    step: 'confirmation',
    tries: ({ identity, sam }) =>
      identity.stepUp.passwordAndCode(sam, keysOf(sam), { password: PASSWORD, code: '000000' }),
  },
  'a recovery code in a session': {
    step: 'confirmation',
    tries: ({ identity, sam }) =>
      identity.stepUp.passwordAndCode(sam, keysOf(sam), { password: PASSWORD, recoveryCode: CODE }),
  },
  'an invitation': {
    step: 'invitation.used',
    tries: ({ identity, sam }) =>
      identity.recovery.redeemInvitation(
        { email: sam.email, code: CODE, newPassword: OTHER_PASSWORD },
        GENERATION,
      ),
  },
  'the emergency kit': {
    step: 'emergencyKit.used',
    tries: ({ identity, sam }) =>
      identity.recovery.useKit(
        { email: sam.email, code: CODE, newPassword: OTHER_PASSWORD },
        GENERATION,
      ),
  },
};

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  await setUpSecondFactor(world, world.sam);
  await world.identity.flow.enter(world.sam.email, PASSWORD, GENERATION);
});

describe.each(Object.entries(WAYS))('%s', (_name, { step, tries }) => {
  it('is recorded when it has to wait, with the member and what was tried', async () => {
    for (let i = 0; i < 3; i += 1)
      expect(await tries(world)).not.toMatchObject({ retryAfterSeconds: 2 });
    expect(world.audit.named('signIn.throttled')).toEqual([]);
    expect(await tries(world)).toEqual({ ok: false, code: 'throttled', retryAfterSeconds: 2 });
    expect(world.audit.named('signIn.throttled')).toEqual([
      {
        event: 'signIn.throttled',
        at: world.clock.now(),
        memberId: world.sam.id,
        ...(step === undefined ? {} : { detail: { step } }),
      },
    ]);
  });
});

it('of an unknown email is recorded without a member', async () => {
  const guess = (): Promise<unknown> =>
    world.identity.flow.enter('nobody@rivertown.example', PASSWORD, GENERATION);
  for (let i = 0; i < 4; i += 1) await guess();
  expect(world.audit.named('signIn.throttled')).toMatchObject([{ memberId: null }]);
});
