import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SignedChange } from '../../../src/main/account/changes.js';
import { withAccess } from '../../../src/main/account/clinic-state.js';
import { rotate } from '../../../src/main/account/rotation.js';
import { type ClinicKeys, hashOf, openShare, shareFor } from '../../../src/main/account/shares.js';
import { nobodysCredential } from '../../../src/main/identity/passwords/credential.js';
import { LEAST_COST } from '../../../src/main/keys/argon2-cost.js';
import { type Member, ServerAwayError } from '../../../src/main/ports/index.js';
import type { Desk } from '../../support/fakes/desk.js';
import { enrolDesk, shareDesk } from '../../support/fakes/desks.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { ada, apps, dana, decideAll, expectAgreed, sam, SOUND } from './several-desks.js';

/* What a decision has replaced leaves the server, and nothing leaves it that somebody still needs. */

let server: VirtualServer;
let first: Desk;
let second: Desk;
beforeEach(async () => {
  server = new VirtualServer();
  const account = MemoryAccount.founded({
    members: [dana, ada, sam],
    // Each has another one, as in life.
    credentialOf: () => ({ ...nobodysCredential(LEAST_COST), salt: randomBytes(16) }),
  });
  first = await shareDesk(server, account, dana);
  second = await enrolDesk(first, dana);
});

/** Boxes go after the decision is in force. */
function settled(): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Whether the server still has a box. */
async function has(hash: string): Promise<boolean> {
  await settled();
  const boxes = await first.connection?.boxes([first.logKeys.boxName(hash)], 1_000);
  return boxes?.length === 1;
}

function credentialOf(desk: Desk, { id }: Member): string {
  return desk.state.members[id]?.keys.credential ?? '';
}

/** A member chooses another password. @returns the hash of the new credential */
async function changePassword(desk: Desk, member: Member, word: string): Promise<string> {
  const [box, share] = [Buffer.from(`credential ${word}`), Buffer.from(`share ${word}`)];
  const before = desk.state.members[member.id];
  if (before === undefined) throw new Error('There is no such member.');
  const keys = { ...before.keys, version: before.keys.version + 1, credential: hashOf(box) };
  const about = { memberId: member.id, way: 'changed', former: null } as const;
  const twoFactor = before.twoFactor?.record ?? null;
  const change: SignedChange = {
    kind: 'member.keys',
    ...{ ...about, keys, twoFactor, share: hashOf(share) },
  };
  await desk.decide(member, change, box, share);
  return hashOf(box);
}

function clinicKeysAt({ account }: Desk): ClinicKeys {
  const keys = openShare(account, { name: dana.id, keys: keysOf(dana) });
  if (keys === null) throw new Error('Dana has no share.');
  return keys;
}

/** Dana turns a member's access off, which gives the clinic new keys, or on again. */
async function setAccess(desk: Desk, { id: memberId }: Member, active: boolean): Promise<void> {
  await desk.commit(dana, ({ state }) => {
    const keys = clinicKeysAt(desk);
    const after = state === null ? 'unknownMember' : withAccess(state, memberId, active);
    if (state === null || after === 'unknownMember') throw new Error('There is no such member.');
    const change = {
      kind: 'member.access',
      memberId,
      active,
      rotation: null,
      share: null,
    } as const;
    if (active) {
      const opening = state.members[memberId]?.keys.opening ?? '';
      const holder = { name: memberId, opening, isAdministrator: false };
      const { share, box } = shareFor(state, { keys, holder });
      return { change: { ...change, share }, boxes: [box] };
    }
    const { rotation, boxes } = rotate(desk.account, after, keys);
    return { change: { ...change, rotation }, boxes };
  });
}

function setSecondFactor(desk: Desk, member: Member, record: Buffer): Promise<unknown> {
  const told = 'twoFactor.turnedOn';
  return desk.decide(member, { kind: 'twoFactor.set', record: hashOf(record), told }, record);
}

describe('a box that was replaced', () => {
  it('leaves the server: the credential of an old password', async () => {
    const old = credentialOf(first, dana);
    expect(await has(old)).toBe(true);
    const now = await changePassword(first, dana, 'one');
    expect([await has(old), await has(now)]).toEqual([false, true]);
    expect(first.account.box(old)).toBeNull();
  });

  it('leaves it: a second factor that was set up anew, and apps', async () => {
    const [old, now] = [Buffer.from('old'), Buffer.from('new')];
    for (const record of [old, now]) await setSecondFactor(first, dana, record);
    expect([await has(hashOf(old)), await has(hashOf(now))]).toEqual([false, true]);
    const [before, after] = [Buffer.from('apps'), Buffer.from('other apps')];
    for (const box of [before, after]) await first.decide(dana, apps(box), box);
    expect([await has(hashOf(before)), await has(hashOf(after))]).toEqual([false, true]);
  });

  it('leaves it also when the answer was lost, once the server says that it was taken', async () => {
    const old = credentialOf(first, dana);
    first.line.losesNextAnswer = true;
    await changePassword(first, dana, 'one').catch(() => undefined);
    await first.connect();
    expect(await has(old)).toBe(false);
  });

  it('stays when the decision is not made: nothing is in its place', async () => {
    const old = credentialOf(first, dana);
    first.account.decisions.writable = false;
    await expect(changePassword(first, dana, 'one')).rejects.toThrow('made to fail');
    first.account.decisions.writable = true;
    expect(await has(old)).toBe(true);
  });

  it('and cannot leave, as the line is cut, harms nothing', async () => {
    const old = credentialOf(first, dana);
    first.line.beforeCall = (name) => {
      if (name === 'dropBoxes') throw new ServerAwayError('unreachable');
    };
    const now = await changePassword(first, dana, 'one');
    await settled();
    first.line.beforeCall = () => undefined;
    await first.connect();
    expect([await has(old), await has(now)]).toEqual([true, true]);
    await decideAll(first, 9);
    await expectAgreed(first, second);
  });
});

describe('a desk that was away', () => {
  it('during several changes catches up, and gets what it needs', async () => {
    const used = credentialOf(first, ada);
    await second.log.fetchBox(used, 1_000);
    second.disconnect();
    const word = [await changePassword(first, ada, 'one'), await changePassword(first, ada, 'two')];
    const records = [1, 2, 3].map((each) => Buffer.from(`record ${each}`));
    for (const record of records) await setSecondFactor(first, dana, record);
    const boxes = [1, 2, 3].map((each) => Buffer.from(`apps ${each}`));
    for (const box of boxes) await first.decide(dana, apps(box), box);
    await setAccess(first, sam, false);
    await settled();
    await second.connect();
    // Whoever has signed in there finds the new password, and everybody the rest.
    expect([second.account.box(used), second.account.box(word[1] ?? '')?.toString()]).toEqual([
      null,
      'credential two',
    ]);
    expect(second.account.box(hashOf(records[2] ?? Buffer.alloc(0)))).toEqual(records[2]);
    expect(clinicKeysAt(second).administrators).not.toBeNull();
    const again = await second.restarted();
    expect([again.standing, again.account.foreign]).toEqual([SOUND, []]);
    await again.connect();
    await expectAgreed(first, again);
  });

  it('while two others were taken out gets each key of the log, one after the other', async () => {
    const lab = await enrolDesk(first, dana, 'Lab');
    const store = await enrolDesk(first, dana, 'Store');
    await second.log.pull();
    second.disconnect();
    for (const other of [lab, store]) {
      await first.remove(dana, other);
      await decideAll(first, 11);
      await settled();
    }
    expect(await second.connect()).toBe('same');
    await second.decide(ada, apps(Buffer.from('apps')), Buffer.from('apps'));
    await expectAgreed(first, second);
  });
});

describe('the password of a member without access', () => {
  beforeEach(async () => {
    await second.log.fetchBox(credentialOf(first, sam), 1_000);
    expect(second.account.box(credentialOf(first, sam))).not.toBeNull();
  });

  it('goes from every desk that takes the decision, and from the server', async () => {
    const gone = credentialOf(first, sam);
    await setAccess(first, sam, false);
    expect(first.account.box(gone)).toBeNull();
    expect(await has(gone)).toBe(false);
    await second.log.pull();
    expect(second.account.box(gone)).toBeNull();
    for (const desk of [first, second]) expect(desk.state.members[sam.id]?.passwordGone).toBe(true);
    expect(first.account.box(credentialOf(first, ada))).not.toBeNull();
    // It was not missed there, and nobody alarms.
    const again = await second.restarted();
    expect([again.standing, again.account.foreign]).toEqual([SOUND, []]);
  });

  it('does not come back with the access, nor from a server that had forgotten, or that lies', async () => {
    const gone = credentialOf(first, sam);
    const box = first.account.box(gone) ?? Buffer.alloc(0);
    const restore = server.snapshot();
    await setAccess(first, sam, false);
    await setAccess(first, sam, true);
    await second.log.pull();
    restore();
    for (const desk of [first, second]) {
      await desk.connect();
      await desk.log.pull();
      expect(desk.account.box(gone)).toBeNull();
    }
    // The restored server has it again, as a backup has.
    expect(await second.log.fetchBox(gone, 1_000)).toBe('here');
    expect(second.account.box(gone)).toEqual(box);
    expect(second.account.credentialsById(sam.id)).toMatchObject({ credential: null });
    await expectAgreed(first, second);
  });

  it('is there again when a new one was chosen', async () => {
    await setAccess(first, sam, false);
    await setAccess(first, sam, true);
    const now = await changePassword(first, sam, 'one');
    expect([first.state.members[sam.id]?.passwordGone, await has(now)]).toEqual([false, true]);
    expect(await second.log.pull()).toBe('same');
    expect(await second.log.fetchBox(now, 1_000)).toBe('here');
  });

  it('stays in an account that one computer has for itself', () => {
    const account = MemoryAccount.of(dana, sam);
    account.setMemberActive(sam.id, false);
    const { keys, passwordGone } = account.state?.members[sam.id] ?? {};
    expect(passwordGone).toBe(false);
    expect(account.box(keys?.credential ?? '')).not.toBeNull();
    expect(account.credentialsById(sam.id)?.credential).not.toBeNull();
  });
});
