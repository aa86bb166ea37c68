import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerUnsureError } from '../../../src/main/account/chain-parts.js';
import { sealFor } from '../../../src/main/keys/hpke.js';
import type { Member } from '../../../src/main/ports/index.js';
import {
  FIRST_DESK,
  GENERATION,
  type IdentityWorld,
  OTHER_PASSWORD,
} from '../../support/fakes/identity-world.js';
import {
  changePassword,
  enter,
  openTwoDesks,
  signIn,
  told,
} from '../../support/fakes/two-desks.js';

/* What a desk keeps for its members alone, while they get new keys elsewhere. */

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

const THIRD_PASSWORD = 'seven-copper-kites-9';

let first: IdentityWorld;
let second: IdentityWorld;
let sam: Member;
beforeEach(async () => {
  ({ first, second, sam } = await openTwoDesks());
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

describe('a decision whose answer came too late to be waited for', () => {
  /** @returns what makes the decisions felt that the server took, as it turns out later */
  function lateAnswers(world: IdentityWorld): () => void {
    const late: (() => void)[] = [];
    world.account.chain.deciding.follow({
      workstation: FIRST_DESK,
      append: (_entry, _boxes, finish) => {
        late.push(finish);
        return Promise.reject(new ServerUnsureError());
      },
      written: () => undefined,
    });
    return () => late.splice(0).forEach((finish) => finish());
  }

  it('about an own password: the new one opens what there was', async () => {
    await signIn(first);
    const draft = `draft/${sam.id}/app`;
    first.store.saveSealed(draft, first.keysOf(sam).own.seal(draft, Buffer.from('a letter')));
    const arrive = lateAnswers(first);
    await expect(changePassword(first, OTHER_PASSWORD)).rejects.toThrow(ServerUnsureError);
    arrive();
    expect(first.account.credentialsById(sam.id)?.version).toBe(2);
    first.identity.keys.forget();
    const entered = await enter(first, OTHER_PASSWORD);
    if (!entered.ok || entered.complete === null) throw new Error('Sam did not get in.');
    const { own } = entered.complete.keys;
    expect(own.open(draft, first.store.sealed(draft) ?? Buffer.alloc(0))?.toString()).toBe(
      'a letter',
    );
    expect(told(first)).toEqual([]);
  });

  it('about a code on paper, a new member and new keys', async () => {
    first.holdKeys();
    const code = await first.invite(sam);
    const arrive = lateAnswers(first);
    const { members, recovery } = first.identity;
    const form = { email: sam.email, code, newPassword: OTHER_PASSWORD };
    await expect(recovery.redeemInvitation(form, GENERATION)).rejects.toThrow(ServerUnsureError);
    arrive();
    expect(await enter(first, OTHER_PASSWORD)).toMatchObject({ ok: true });
    const kim = { name: 'Kim', email: 'kim@rivertown.example', role: 'receptionist' } as const;
    const added = members.add({ ...kim, password: THIRD_PASSWORD }, first.asDana);
    await expect(added).rejects.toThrow(ServerUnsureError);
    arrive();
    expect(await enter(first, THIRD_PASSWORD, kim.email)).toMatchObject({ ok: true });
    const resealed = vi.fn();
    first.reseal = resealed;
    await expect(members.rotateKeys(first.asDana)).rejects.toThrow(ServerUnsureError);
    first.identity.keys.forget();
    arrive();
    expect(first.account.state?.shares.epoch).toBe(2);
    expect(resealed).not.toHaveBeenCalled();
    expect(told(first)).toEqual([]);
  });
});

it('an administrator holds the keys before those in force while signed in, and no longer', async () => {
  const info = Buffer.from('a first key');
  const before = first.account.state?.shares.administrators ?? '';
  const sealed = sealFor(Buffer.from(before, 'base64'), info, Buffer.alloc(32, 7));
  first.holdKeys();
  const { keys, members } = first.identity;
  await members.rotateKeys(first.asDana);
  await members.rotateKeys(first.asDana);
  const held = keys.administrators;
  expect(held).toHaveLength(3);
  expect(held.map((one) => one.openSealed(info, sealed))).toEqual([
    null,
    null,
    Buffer.alloc(32, 7),
  ]);
  keys.forget();
  expect(held.every(({ isForgotten }) => isForgotten)).toBe(true);
  expect(keys.administrators).toEqual([]);
  keys.hold(sam.id, first.keysOf(sam));
  expect(keys.administrators).toEqual([]);
});
