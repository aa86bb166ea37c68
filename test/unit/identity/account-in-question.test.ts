import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Acceptance } from '../../../src/main/account/acceptance.js';
import type { Remembered } from '../../../src/main/account/clinic-state.js';
import { STRICTEST_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

const IN_QUESTION = { ok: false, code: 'accountInQuestion' };

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
});

function enter(email = world.sam.email, password = PASSWORD) {
  return world.identity.flow.enter(email, password, GENERATION);
}

function acceptance(remembered: Remembered | null = null): Acceptance {
  const { account } = world;
  const memory = { read: () => Promise.resolve(remembered) };
  const { reseal } = world;
  return new Acceptance({ account, chain: account.chain, memory, reseal });
}

/** An older copy of the account's decisions is put back, and the app starts. */
async function putBack(between: () => Promise<unknown>): Promise<void> {
  const restore = world.account.decisions.snapshot();
  await between();
  restore();
  world.restart();
}

/** One byte of the last entry is changed, and the app starts. */
function damage(): void {
  const { decisions } = world.account;
  const last = decisions.entries.at(-1);
  if (last === undefined) throw new Error('There is no decision.');
  const body = Buffer.from(last.body);
  body[body.length - 2] = (body.at(-2) ?? 0) ^ 1;
  decisions.entries = [...decisions.entries.slice(0, -1), { ...last, body }];
  world.restart();
}

describe.each<[string, () => Promise<void>]>([
  [
    'older than what its members remember',
    () =>
      putBack(async () => {
        await world.changeRules({ shortestPassword: 14 });
        for (const { email } of [world.sam, world.dana]) await enter(email);
      }),
  ],
  [
    'broken',
    async () => {
      await world.changeRules({ shortestPassword: 14 });
      await world.changeRules({ shortestPassword: 16 });
      damage();
    },
  ],
])('an account that is %s', (_what, happens) => {
  it('lets no member in, and says so only to somebody with the right password', async () => {
    await happens();
    expect(await enter()).toEqual(IN_QUESTION);
    expect(world.identity.flow.half(GENERATION)).toBeNull();
    expect(await enter(world.sam.email, OTHER_PASSWORD)).toEqual({
      ok: false,
      code: 'wrongCredentials',
    });
  });

  it('lets an administrator on to decide about it, for as long as a sign-in may wait', async () => {
    await happens();
    const { flow } = world.identity;
    const entered = await enter(world.dana.email);
    if (!entered.ok || entered.complete === null) throw new Error('Dana was refused.');
    expect(await acceptance(world.account.chain.head).recall()).toBe(false);
    flow.askAcceptance(entered.complete, GENERATION);
    const half = flow.half(GENERATION);
    expect(half).toMatchObject({ stage: 'acceptance', member: { id: world.dana.id } });
    // No code and no set-up is a way around the decision.
    expect(await flow.verifyCode('000000', GENERATION)).toMatchObject({ code: 'signInExpired' });
    expect(flow.finishEnrolment(GENERATION)).toMatchObject({ code: 'signInExpired' });
    expect(flow.accept(GENERATION + 1)).toBeNull();
    expect(half?.keys.isForgotten).toBe(true);
    expect(flow.accept(GENERATION)).toBeNull();
  });

  it('has the strictest rules, and nothing else can be decided', async () => {
    await happens();
    await enter(world.dana.email);
    world.holdKeys();
    const { rules, members } = world.identity;
    expect(rules.current()).toEqual(STRICTEST_SIGN_IN_RULES);
    for (const decided of [
      () =>
        rules.save({ ...rules.current(), requireTwoFactor: false }, world.asDana, {
          opened: rules.current(),
          isProved: true,
        }),
      () => members.setActive(world.sam.id, false, world.asDana),
    ])
      await expect(decided()).rejects.toThrow('in question');
  });

  it('is sound once an administrator goes on with it, and everybody is told', async () => {
    await happens();
    const { flow } = world.identity;
    const entered = await enter(world.dana.email);
    if (!entered.ok || entered.complete === null) throw new Error('Dana was refused.');
    flow.askAcceptance(entered.complete, GENERATION);
    const accepted = flow.accept(GENERATION);
    if (accepted === null) throw new Error('The sign-in was void.');
    expect(flow.half(GENERATION)).toBeNull();
    await acceptance().accept({ memberId: accepted.member.id, keys: accepted.keys });
    expect(world.account.standing).toEqual({ kind: 'sound' });
    expect(await enter()).toMatchObject({ complete: { member: { id: world.sam.id } } });
    expect(await enter(world.dana.email)).toMatchObject({ ok: true });
    for (const { id } of [world.dana, world.sam])
      expect(world.account.noticesFor(id).map(({ kind }) => kind)).toContain('accountAccepted');
    expect(world.audit.named('account.accepted')).toMatchObject([{ memberId: world.dana.id }]);
    // It stays accepted.
    world.restart();
    expect(await enter()).toMatchObject({ ok: true });
  });

  it('is not accepted by a member', async () => {
    await happens();
    await enter();
    await expect(acceptance().accept(world.as(world.sam))).rejects.toThrow('notAllowed');
    expect(await enter()).toEqual(IN_QUESTION);
  });

  it('asks an administrator for the second factor first', async () => {
    const codes = await setUpSecondFactor(world, world.dana);
    await happens();
    expect(await enter()).toEqual(IN_QUESTION);
    expect(await enter(world.dana.email)).toEqual({ ok: true, complete: null });
    const { flow } = world.identity;
    expect(flow.half(GENERATION)).toMatchObject({ stage: 'code' });
    expect(await flow.verifyCode(codes.next(), GENERATION)).toMatchObject({
      complete: { member: { id: world.dana.id } },
    });
    expect(world.account.standing.kind).not.toBe('sound');
  });

  it('lets no invitation be redeemed, and the kit brings an administrator back in', async () => {
    world.holdKeys();
    const { recovery } = world.identity;
    const invitation = await world.invite(world.sam);
    const kit = await recovery.makeKit(world.asDana);
    await happens();
    const desk = world.identity.recovery;
    const form = { code: invitation, newPassword: 'kelp-moth-frost' };
    await enter();
    expect(await desk.redeemInvitation({ ...form, email: world.sam.email }, GENERATION)).toEqual(
      IN_QUESTION,
    );
    const used = await desk.useKit({ ...form, code: kit, email: world.dana.email }, GENERATION);
    expect(used).toMatchObject({ complete: { member: { id: world.dana.id } } });
  });
});

it('a password is not derived anew while the account is in question', async () => {
  world = await IdentityWorld.open({ memoryKib: 20_480, passes: 2, lanes: 1 });
  await putBack(async () => {
    await world.changeRules({ shortestPassword: 14 });
    await enter(world.dana.email);
  });
  expect(await enter(world.dana.email)).toMatchObject({ complete: { member: world.dana } });
  expect(world.account.standing.kind).toBe('older');
  const danas = world.account.credentialsById(world.dana.id)?.credential;
  expect(danas?.cost.memoryKib).toBe(19_456);
});

it('a restored backup is accepted with the number that this computer remembers', async () => {
  const remembered = { seq: 40, link: Buffer.alloc(32, 7), accepted: 0 };
  const desk = acceptance(remembered);
  expect(await desk.recall()).toBe(false);
  expect(world.account.standing).toEqual({ kind: 'older', remembered: 40 });
  await desk.accept(world.asDana);
  expect(world.account.state?.accepted).toMatchObject({ remembered: 40 });
  expect(await desk.recall()).toBe(true);
});

it('an account of which this computer remembers nothing is in question until it is accepted', async () => {
  const desk = acceptance(null);
  await enter();
  expect(await desk.recall()).toBe(false);
  expect(world.account.standing).toEqual({ kind: 'unknown' });
  await desk.accept(world.asDana);
  expect(world.account.standing).toEqual({ kind: 'sound' });
});

it('an account whose first decision is broken lets nobody in, with any password or code', async () => {
  world.holdKeys();
  const invitation = await world.invite(world.sam);
  const kit = await world.identity.recovery.makeKit(world.asDana);
  const { decisions } = world.account;
  const [first, ...others] = decisions.entries;
  if (first === undefined) throw new Error('There is no decision.');
  decisions.entries = [{ ...first, signature: Buffer.alloc(64) }, ...others];
  world.restart();
  const lost = { ok: false, code: 'accountLost' };
  for (const { email } of [world.dana, world.sam]) expect(await enter(email)).toEqual(lost);
  const { recovery } = world.identity;
  const newPassword = OTHER_PASSWORD;
  const invited = { email: world.sam.email, code: invitation, newPassword };
  expect(await recovery.redeemInvitation(invited, GENERATION)).toEqual(lost);
  const withKit = { email: world.dana.email, code: kit, newPassword };
  expect(await recovery.useKit(withKit, GENERATION)).toEqual(lost);
  expect(world.account.standing).toEqual({ kind: 'broken', at: 1 });
  expect(decisions.entries).toHaveLength(others.length + 1);
});
