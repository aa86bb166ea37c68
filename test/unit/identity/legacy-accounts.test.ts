import { hash } from '@node-rs/argon2';
import { beforeEach, describe, expect, it } from 'vitest';
import { composeIdentity, type Identity } from '../../../src/main/app/compose-identity.js';
import { LEAST_COST } from '../../../src/main/keys/argon2-cost.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { IdentityWorld, OTHER_PASSWORD, PASSWORD } from '../../support/fakes/identity-world.js';

/* Accounts from before there were keys: plain Argon2id hashes. */

const dana = memberNamed('Dana', 'administrator');
const kim = memberNamed('Kim', 'administrator');
const sam = memberNamed('Sam', 'receptionist');
const legacyHash = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 2, parallelism: 1 });

let world: IdentityWorld;
let identity: Identity;
beforeEach(() => {
  world = IdentityWorld.beforeSetUp();
  for (const member of [dana, kim, sam]) world.account.enrol(member, { legacyHash });
  const { account, store: identityStore, audit, clock } = world;
  const onExpired = (): void => undefined;
  const installation = 'installation';
  identity = composeIdentity({ account, identityStore, audit, clock, installation, onExpired });
});

function enter(email: string, password = PASSWORD) {
  return identity.flow.enter(email, password, 0);
}

describe('an account of before keys', () => {
  it('gets its keys from the first administrator who signs in', async () => {
    expect(await enter(dana.email, OTHER_PASSWORD)).toMatchObject({ code: 'wrongCredentials' });
    expect(world.account.hasAccountKey()).toBe(false);
    expect(await enter(dana.email)).toMatchObject({ complete: { member: { id: dana.id } } });
    expect(world.account.credentialsById(dana.id)).toMatchObject({
      legacyHash: null,
      credential: { version: 1, cost: LEAST_COST },
    });
    // And from then on by the new record alone.
    expect(await enter(dana.email)).toMatchObject({ ok: true });
  });

  it('lets nobody else in without an invitation, and says so only with the right password', async () => {
    for (const { email } of [sam, kim].slice(0, 1))
      expect(await enter(email)).toEqual({ ok: false, code: 'needsInvitation' });
    await enter(dana.email);
    for (const { email } of [sam, kim]) {
      expect(await enter(email)).toEqual({ ok: false, code: 'needsInvitation' });
      expect(await enter(email, OTHER_PASSWORD)).toMatchObject({ code: 'wrongCredentials' });
    }
  });

  it('lets them in with one', async () => {
    const entered = await enter(dana.email);
    const key = entered.ok ? entered.complete?.accountKey : undefined;
    if (key === undefined) throw new Error('Dana did not get in.');
    const code = identity.recovery.invite(sam.id, key, dana.id);
    expect(
      await identity.recovery.redeemInvitation(
        { email: sam.email, code, newPassword: OTHER_PASSWORD },
        0,
      ),
    ).toMatchObject({ complete: { member: { id: sam.id } } });
    expect(await enter(sam.email, OTHER_PASSWORD)).toMatchObject({ ok: true });
  });

  it('gets one account key, also when two administrators sign in at once', async () => {
    const answers = await Promise.all([enter(dana.email), enter(kim.email)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
