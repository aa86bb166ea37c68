import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Member } from '../../../src/main/ports/index.js';
import { writeCredential } from '../../../src/main/account/credential-box.js';
import { hashOf } from '../../../src/main/account/shares.js';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { type Codes, setUpSecondFactor } from '../../support/fakes/second-factor.js';

/* A clinic with two desks: the first is where everybody has signed in, at the second nobody has. */

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

const THIRD_PASSWORD = 'seven-copper-kites-9';
const UNKNOWN_HERE = { ok: false, code: 'wrongOrUnknownHere' };

let first: IdentityWorld;
let second: IdentityWorld;
let sam: Member;
beforeEach(async () => {
  first = await IdentityWorld.open();
  first.share();
  second = first.otherDesk();
  ({ sam } = first);
});

function enter(world: IdentityWorld, password = PASSWORD, email = sam.email) {
  return world.identity.flow.enter(email, password, GENERATION);
}

function told(world: IdentityWorld): readonly unknown[] {
  return world.audit.named('record.tampered').map(({ detail }) => detail?.['what']);
}

/** Sam signs in at a desk and has a session there. @returns with the session's keys held */
async function signIn(world: IdentityWorld, password = PASSWORD): Promise<void> {
  const entered = await enter(world, password);
  if (!entered.ok || entered.complete === null) throw new Error('Sam did not get in.');
  world.identity.keys.hold(sam.id, entered.complete.keys);
  world.account.recordSignIn(sam.id, world.clock.now().wallMs);
}

async function changePassword(world: IdentityWorld, to: string): Promise<void> {
  const { keys, ownPassword } = world.identity;
  const changed = await ownPassword.change(sam, to, keys.authorFor(sam));
  if (!changed.ok) throw new Error(changed.problem);
  keys.hold(sam.id, changed.keys);
}

function credentialHash(world: IdentityWorld, { id }: Member = sam): string {
  return world.account.state?.members[id]?.keys.credential ?? '';
}

describe('a first sign-in at a desk', () => {
  it('brings the member’s credential, which is there from then on', async () => {
    expect(await enter(second)).toMatchObject({ complete: { member: { id: sam.id } } });
    expect(second.desk.asked).toEqual([credentialHash(first)]);
    expect(await enter(second)).toMatchObject({ ok: true });
    expect(second.desk.asked).toHaveLength(1);
    expect(await enter(first)).toMatchObject({ ok: true });
    expect(first.desk.asked).toEqual([]);
  });

  it('begins the member’s memory there, and nobody is alarmed', async () => {
    expect(await enter(second)).toMatchObject({ ok: true });
    expect(told(second)).toEqual([]);
    expect(second.memories.read(sam.id, second.keysOf(sam))).not.toBeNull();
    // On a computer that has the account for itself somebody has removed it.
    const single = await IdentityWorld.open();
    single.store.boxes.clear();
    expect(await enter(single)).toMatchObject({ ok: true });
    expect(told(single)).toEqual(['memory']);
  });

  it('asks for a box also for an email that nobody has, and says no more', async () => {
    const refusal = { ok: false, code: 'wrongCredentials' };
    expect(await enter(second, PASSWORD, 'nobody@rivertown.example')).toEqual(refusal);
    expect(second.desk.asked).toHaveLength(1);
    expect(second.desk.asked[0]).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(await enter(second, OTHER_PASSWORD)).toEqual(refusal);
  });

  it('takes only the box that the clinic’s decisions name', async () => {
    const danas = second.desk.boxes.get(credentialHash(first, first.dana)) ?? Buffer.alloc(0);
    second.desk.boxes.set(credentialHash(first), danas);
    expect(await enter(second)).toEqual({ ok: false, code: 'wrongCredentials' });
  });
});

describe('without the server', () => {
  it('who has signed in at this desk before gets in; every refusal is the same', async () => {
    second.desk.goAlone();
    expect(await enter(second)).toEqual(UNKNOWN_HERE);
    expect(await enter(second, PASSWORD, 'nobody@rivertown.example')).toEqual(UNKNOWN_HERE);
    first.desk.goAlone();
    expect(await enter(first)).toMatchObject({ complete: { member: { id: sam.id } } });
    expect(await enter(first, OTHER_PASSWORD)).toEqual(UNKNOWN_HERE);
  });

  it('a server that hangs changes no word of it', async () => {
    second.desk.answers = false;
    expect(await enter(second)).toEqual(UNKNOWN_HERE);
    expect(await enter(second, PASSWORD, 'nobody@rivertown.example')).toEqual(UNKNOWN_HERE);
    first.desk.answers = false;
    expect(await enter(first, OTHER_PASSWORD)).toEqual(UNKNOWN_HERE);
  });

  it('a password that costs too little waits for a better day', async () => {
    const dear = await IdentityWorld.open({ memoryKib: 20_480, passes: 2, lanes: 1 });
    dear.share();
    dear.account.chain.follow(null);
    expect(await enter(dear)).toMatchObject({ ok: true });
    dear.desk.goAlone();
    expect(await enter(dear)).toMatchObject({ ok: true });
    expect(dear.account.credentialsById(sam.id)?.credential?.cost.memoryKib).toBe(19_456);
  });

  it('nobody decides anything, and is told by the server’s own error', async () => {
    await signIn(first);
    first.account.chain.follow(null);
    await expect(changePassword(first, OTHER_PASSWORD)).rejects.toThrow('server is away');
    const invitation = await second.invite(sam).catch(() => '');
    expect(invitation).toBe('');
  });

  it('a code on paper is not used up, and the try does not count', async () => {
    first.holdKeys();
    const invitation = await first.invite(sam);
    first.account.chain.follow(null);
    const form = { email: sam.email, code: invitation, newPassword: OTHER_PASSWORD };
    for (let tries = 0; tries < 4; tries += 1)
      await expect(first.identity.recovery.redeemInvitation(form, GENERATION)).rejects.toThrow(
        'server is away',
      );
    expect(first.identity.recovery.isInvited(sam.id)).toBe(true);
    expect(first.store.tries.size).toBe(0);
  });
});

describe('what was decided at another desk', () => {
  it('is known before anybody gets in: access that was turned off', async () => {
    first.holdKeys();
    await first.identity.members.setActive(sam.id, false, first.asDana);
    await enter(second, OTHER_PASSWORD);
    second.desk.bring = () => second.take(first);
    expect(await enter(second)).toEqual({ ok: false, code: 'memberDisabled' });
  });

  it('a new password counts at once, and the old one is only wrong', async () => {
    await signIn(second);
    await signIn(first);
    await changePassword(first, OTHER_PASSWORD);
    const late = first.otherDesk();
    second.desk.bring = () => second.take(late);
    expect(await enter(second, PASSWORD)).toEqual({ ok: false, code: 'wrongCredentials' });
    expect(told(second)).toEqual([]);
    expect(await enter(second, OTHER_PASSWORD)).toMatchObject({ ok: true });
  });

  it('a new password counts at once, though the old credential was here when it was entered', async () => {
    await signIn(second);
    await signIn(first);
    await changePassword(first, OTHER_PASSWORD);
    const late = first.otherDesk();
    second.desk.bring = () => second.take(late);
    expect(await enter(second, OTHER_PASSWORD)).toMatchObject({ ok: true });
    expect(second.audit.named('signIn.failed')).toEqual([]);
  });
});

describe('what this desk keeps for a member alone', () => {
  const draft = () => `draft/${sam.id}/app`;

  /** Sam works at the second desk, and leaves a draft there. */
  async function workAtSecond(): Promise<void> {
    await signIn(second);
    const { keys } = second.identity;
    second.store.saveSealed(draft(), keys.keys.own.seal(draft(), Buffer.from('half a letter')));
    keys.forget();
  }

  function draftNow(password: string) {
    return enter(second, password).then((entered) => {
      if (!entered.ok || entered.complete === null) throw new Error('Sam did not get in.');
      const box = second.store.sealed(draft());
      return box === null ? null : entered.complete.keys.own.open(draft(), box)?.toString();
    });
  }

  it('opens again after the password was changed elsewhere, once and twice', async () => {
    await workAtSecond();
    const before = second.memories.read(sam.id, second.keysOf(sam));
    await signIn(first);
    await changePassword(first, OTHER_PASSWORD);
    await changePassword(first, THIRD_PASSWORD);
    second.take(first.otherDesk());
    expect(await draftNow(THIRD_PASSWORD)).toBe('half a letter');
    expect(told(second)).toEqual([]);
    const { keys } = first.identity.keys;
    expect(second.memories.read(sam.id, keys)).toMatchObject({ seenAt: before?.seenAt });
    // The old seed opens nothing there any more.
    expect(second.memories.read(sam.id, second.keysOf(sam))).toBeNull();
  });

  it('is told when it was changed, also after a password from elsewhere', async () => {
    await workAtSecond();
    second.store.saveSealed(`${draft()}-2`, Buffer.from('no box at all'));
    await signIn(first);
    await changePassword(first, OTHER_PASSWORD);
    second.take(first.otherDesk());
    expect(await draftNow(OTHER_PASSWORD)).toBe('half a letter');
    expect(told(second)).toEqual(['ownRecord']);
    expect(second.store.sealed(`${draft()}-2`)).toBeNull();
  });

  it('is told when the memory was changed, and its codes are not trusted', async () => {
    await workAtSecond();
    second.store.saveSealed(`memory/${sam.id}`, Buffer.from('no box at all'));
    expect(await enter(second)).toMatchObject({ ok: true });
    expect(told(second)).toEqual(['memory']);
  });

  it('goes without a word when the member came back with a code on paper elsewhere', async () => {
    await workAtSecond();
    first.holdKeys();
    const code = await first.invite(sam);
    const form = { email: sam.email, code, newPassword: OTHER_PASSWORD };
    const redeemed = await first.identity.recovery.redeemInvitation(form, GENERATION);
    expect(redeemed).toMatchObject({ ok: true });
    second.take(first.otherDesk());
    expect(await draftNow(OTHER_PASSWORD)).toBeNull();
    expect(told(second)).toEqual([]);
    // From then on it is as always.
    second.store.saveSealed(draft(), Buffer.from('no box at all'));
    await enter(second, OTHER_PASSWORD);
    expect(told(second)).toEqual(['ownRecord']);
  });
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

  it('count for codes too, which are not used up then', async () => {
    const codes = await setUpSecondFactor(first, sam);
    second.take(first);
    const { flow } = second.identity;
    await enter(second);
    second.desk.failures = 30;
    const code = codes.next();
    second.desk.spent.clear();
    expect(await flow.verifyCode(code, GENERATION)).toMatchObject({ code: 'throttled' });
    expect(second.desk.spent.size).toBe(0);
  });
});

it('who proves a password again needs a credential that another desk has replaced', async () => {
  await signIn(first);
  const credential = first.account.credentialsById(sam.id)?.credential;
  if (credential === null || credential === undefined) throw new Error('no credential');
  first.account.decisions.boxes.delete(credentialHash(first));
  first.desk.boxes.set(hashOf(writeCredential(credential)), writeCredential(credential));
  expect(await first.identity.stepUp.password(sam, PASSWORD)).toEqual({ ok: true });
});
