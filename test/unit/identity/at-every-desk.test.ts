import { beforeEach, describe, expect, it, vi } from 'vitest';
import { writeCredential } from '../../../src/main/account/credential-box.js';
import { hashOf } from '../../../src/main/account/shares.js';
import type { Member } from '../../../src/main/ports/index.js';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';
import {
  changePassword,
  enter,
  openTwoDesks,
  signIn,
  told,
} from '../../support/fakes/two-desks.js';

/* Signing in at a desk where one has never been, and at one without the server. */

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

const UNKNOWN_HERE = { ok: false, code: 'wrongOrUnknownHere' };

let first: IdentityWorld;
let second: IdentityWorld;
let sam: Member;
beforeEach(async () => {
  ({ first, second, sam } = await openTwoDesks());
});

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

  it('just after the start waits for the connection, and is not refused before it is there', async () => {
    const { desk } = second;
    desk.standing = { kind: 'connecting' };
    desk.answers = false;
    desk.catchUp = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      desk.standing = { kind: 'connected' };
      desk.answers = true;
    };
    expect(await enter(second)).toMatchObject({ complete: { member: { id: sam.id } } });
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

  it('alarms nobody either at a computer that has left the clinic', async () => {
    const codes = await setUpSecondFactor(first, sam);
    second.take(first);
    second.leave();
    await enter(second);
    expect(told(second)).toEqual([]);
    // No server says any more whether a code was used.
    const { flow } = second.identity;
    expect(await flow.verifyCode(codes.next(), GENERATION)).toMatchObject({ code: 'usedCode' });
    second.clock.stop(30_000);
    expect(await flow.verifyCode(codes.next(), GENERATION)).toMatchObject({ ok: true });
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
    dear.account.chain.deciding.follow(null);
    expect(await enter(dear)).toMatchObject({ ok: true });
    dear.desk.goAlone();
    expect(await enter(dear)).toMatchObject({ ok: true });
    expect(dear.account.credentialsById(sam.id)?.credential?.cost.memoryKib).toBe(19_456);
  });

  it('nobody decides anything, and is told by the server’s own error', async () => {
    await signIn(first);
    first.account.chain.deciding.follow(null);
    await expect(changePassword(first, OTHER_PASSWORD)).rejects.toThrow('server is away');
    const invitation = await second.invite(sam).catch(() => '');
    expect(invitation).toBe('');
  });

  it('a code on paper is not used up, and the try does not count', async () => {
    first.holdKeys();
    const invitation = await first.invite(sam);
    first.account.chain.deciding.follow(null);
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

it('who proves a password again needs a credential that another desk has replaced', async () => {
  await signIn(first);
  const credential = first.account.credentialsById(sam.id)?.credential;
  if (credential === null || credential === undefined) throw new Error('no credential');
  first.account.decisions.boxes.delete(credentialHash(first));
  first.desk.boxes.set(hashOf(writeCredential(credential)), writeCredential(credential));
  expect(await first.identity.stepUp.password(sam, PASSWORD)).toEqual({ ok: true });
});
