import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Member } from '../../../src/main/ports/index.js';
import {
  GENERATION,
  type IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { type Codes, setUpSecondFactor } from '../../support/fakes/second-factor.js';
import { enter, openTwoDesks, signIn } from '../../support/fakes/two-desks.js';

/* Codes, failed tries and the offline limit in a clinic with several desks. */

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

const UNKNOWN_HERE = { ok: false, code: 'wrongOrUnknownHere' };

let first: IdentityWorld;
let second: IdentityWorld;
let sam: Member;
beforeEach(async () => {
  ({ first, second, sam } = await openTwoDesks());
});

describe('a code of the authenticator app', () => {
  let codes: Codes;
  beforeEach(async () => {
    codes = await setUpSecondFactor(first, sam);
    second.take(first);
    second.desk.spent.clear();
  });

  function verify(world: IdentityWorld, code: string) {
    return world.identity.flow.verifyCode(code, GENERATION);
  }

  it('that was used at another desk is used here', async () => {
    const record = second.account.state?.members[sam.id]?.twoFactor?.record ?? '';
    const code = codes.next();
    const step = Math.floor(second.clock.now().wallMs / 30_000);
    second.desk.spent.add(JSON.stringify([sam.id, record, step]));
    await enter(second);
    expect(await verify(second, code)).toEqual({ ok: false, code: 'usedCode' });
    expect(await verify(second, codes.next())).toMatchObject({ ok: true });
  });

  it('completes the first sign-in at a desk at once, if the server knows it for fresh', async () => {
    const code = codes.next();
    await enter(second);
    expect(await verify(second, code)).toMatchObject({ complete: { member: { id: sam.id } } });
  });

  it('without the server, the first sign-in at a desk waits for codes that nobody can have used', async () => {
    await enter(second);
    second.identity.flow.cancel();
    second.desk.goAlone();
    await enter(second);
    const { code } = (await verify(second, codes.next())) as { code?: string };
    expect(code).toBe('usedCode');
    second.clock.stop(30_000);
    expect(await verify(second, codes.next())).toMatchObject({ ok: true });
  });

  it('without the server counts once at each desk', async () => {
    first.desk.goAlone();
    const code = codes.next();
    await enter(first);
    expect(await verify(first, code)).toMatchObject({ ok: true });
    await enter(first);
    expect(await verify(first, code)).toEqual({ ok: false, code: 'usedCode' });
  });

  it('counts once for two who enter it at the same time, without the server too', async () => {
    first.desk.goAlone();
    const { secondFactor } = first.identity;
    const code = codes.next();
    const answers = await Promise.all(
      [1, 2, 3].map(() => secondFactor.spendCode(first.as(sam), code)),
    );
    expect(answers).toEqual([null, 'usedCode', 'usedCode']);
  });

  it('with which the app was set up is used up in the whole clinic', async () => {
    const again = await setUpSecondFactor(first, first.dana);
    const record = first.account.state?.members[first.dana.id]?.twoFactor?.record ?? '';
    expect(again.recoveryCodes).toHaveLength(10);
    expect([...first.desk.spent].some((name) => name.includes(record))).toBe(true);
  });
});

describe('a desk that was without the server for too long', () => {
  it('lets only administrators with a second factor in, for an hour, and says so in the log', async () => {
    const codes = await setUpSecondFactor(first, first.dana);
    await setUpSecondFactor(first, sam);
    first.desk.goAlone('shut');
    expect(await enter(first)).toEqual({ ok: false, code: 'shutToMembers' });
    // Nobody learns whose password is right.
    expect(await enter(first, OTHER_PASSWORD)).toEqual(UNKNOWN_HERE);
    const { flow } = first.identity;
    expect(await enter(first, PASSWORD, first.dana.email)).toEqual({ ok: true, complete: null });
    expect(await flow.verifyCode(codes.next(), GENERATION)).toMatchObject({
      complete: { member: { id: first.dana.id }, longestSeconds: 3_600 },
    });
    expect(first.audit.named('workstation.shutSignIn')).toMatchObject([
      { memberId: first.dana.id },
    ]);
  });

  it('does not let an administrator in without a second factor, nor resumes a member’s session', async () => {
    const { admission } = first.identity;
    first.desk.goAlone('shut');
    expect(await enter(first, PASSWORD, first.dana.email)).toEqual({
      ok: false,
      code: 'shutToMembers',
    });
    expect(await admission.vouch(sam.id, first.keysOf(sam))).toBeNull();
    first.desk.goAlone();
    expect(await admission.vouch(sam.id, first.keysOf(sam))).toMatchObject({ id: sam.id });
  });

  it('is as before when the server is back: no limit, no alarm', async () => {
    const entered = await enter(first);
    expect(entered).toMatchObject({ ok: true });
    expect(JSON.stringify(entered)).not.toContain('longestSeconds');
    expect(first.audit.named('workstation.shutSignIn')).toEqual([]);
  });

  it('lets nobody in after its removal', async () => {
    first.desk.standing = { kind: 'removed', clinicName: 'Rivertown', by: 'Dana', atMs: 0 };
    await setUpSecondFactor(first, first.dana);
    expect(await enter(first, PASSWORD, first.dana.email)).toMatchObject({ ok: false });
  });
});

describe('failed tries at other desks', () => {
  it('slow a desk down where the member does not work, and say nothing about the password', async () => {
    second.desk.failures = 30;
    const throttled = { ok: false, code: 'throttled', retryAfterSeconds: 60 };
    expect(await enter(second, OTHER_PASSWORD)).toEqual(throttled);
    second.clock.stop(1_000);
    expect(await enter(second)).toEqual({ ...throttled, retryAfterSeconds: 59 });
    // That one was not even counted.
    expect(second.desk.counted).toHaveLength(1);
    second.clock.stop(59_000);
    expect(await enter(second)).toMatchObject({ ok: true });
    expect(second.desk.settled).toEqual([sam.email]);
  });

  it('do not lock a member out of the desk where the member works', async () => {
    await signIn(second);
    second.desk.failures = 5_000;
    expect(await enter(second)).toMatchObject({ ok: true });
    second.clock.stop(15 * 86_400_000);
    expect(await enter(second)).toMatchObject({ code: 'throttled', retryAfterSeconds: 3_600 });
  });

  it('count for codes too, and a refusal says nothing about the code', async () => {
    const codes = await setUpSecondFactor(first, sam);
    second.take(first);
    const { flow } = second.identity;
    const throttled = { ok: false, code: 'throttled', retryAfterSeconds: 60 };
    for (const code of [codes.next(), '000000']) {
      second.desk.failures = 0;
      await enter(second);
      second.desk.failures = 30;
      expect(await flow.verifyCode(code, GENERATION)).toEqual(throttled);
      expect(flow.half(GENERATION)?.stage).toBe('code');
      second.clock.stop(60_000);
    }
  });

  it('leave a recovery code as it was', async () => {
    const codes = await setUpSecondFactor(first, sam);
    second.take(first);
    const { flow, secondFactor } = second.identity;
    await enter(second);
    second.desk.failures = 30;
    const used = await flow.useRecoveryCode(codes.recoveryCodes[0] ?? '', GENERATION);
    expect(used).toMatchObject({ code: 'throttled' });
    expect(secondFactor.codesLeft(sam.id)).toBe(10);
  });
});
