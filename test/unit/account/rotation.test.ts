import { beforeEach, describe, expect, it } from 'vitest';
import type { Decision, Member } from '../../../src/main/ports/index.js';
import {
  type ClinicKeys,
  hashOf,
  invitationHolder,
  KIT_HOLDER,
  openShare,
} from '../../../src/main/account/shares.js';
import { RecordKey } from '../../../src/main/keys/record-key.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { asMade } from '../../../src/main/keys/typed-code.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { IdentityWorld, OTHER_PASSWORD } from '../../support/fakes/identity-world.js';

/* New keys of the clinic: who has them then, and what lies under them. */

const robin = memberNamed('Robin', 'administrator');

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.account.enrol(robin);
  world.account.chain.register({ 'apps.changed': () => undefined });
  world.holdKeys();
});

/** What somebody's share gives now; `null` without a share. */
function share(name: string, keys: SeedKeys): ClinicKeys | null {
  return openShare(world.account, { name, keys });
}

function shareOf(member: Member): ClinicKeys | null {
  return share(member.id, keysOf(member));
}

/** Keeps a text under the clinic's key. */
async function keep(name: string, text: string): Promise<void> {
  const { clinic } = world.identity.keys;
  const box = clinic?.clinic.seal(name, Buffer.from(text)) ?? Buffer.alloc(0);
  const change = { kind: 'apps.changed', records: { [name]: hashOf(box) } } as const;
  await world.account.chain.commit(world.asDana, (): Decision => ({ change, boxes: [box] }));
}

function boxOf(name: string): Buffer {
  const { state } = world.account;
  return world.account.box(state?.records[name] ?? '') ?? Buffer.alloc(0);
}

describe.each<[string, () => Promise<unknown>]>([
  [
    'somebody loses access',
    () => world.identity.members.setActive(world.sam.id, false, world.asDana),
  ],
  [
    'an administrator becomes a member',
    () => world.identity.members.changeRole(robin.id, 'practitioner', world.asDana),
  ],
  ['an administrator wants it', () => world.identity.members.rotateKeys(world.asDana)],
])('when %s', (_when, happens) => {
  it('what was kept is sealed anew, and the old keys open nothing of it', async () => {
    const old = shareOf(world.sam);
    await keep('list', 'a list');
    await keep('picture', 'a picture');
    const before = ['list', 'picture'].map(boxOf);
    await happens();
    const now = world.identity.keys.clinic;
    for (const [index, [name, text]] of [
      ['list', 'a list'],
      ['picture', 'a picture'],
    ].entries()) {
      const box = boxOf(name ?? '');
      expect(now?.clinic.open(name ?? '', box)?.toString()).toBe(text);
      expect(old?.clinic.open(name ?? '', box)).toBeNull();
      // The old box is gone, too: its key may be known to somebody.
      expect(world.account.decisions.boxes.has(hashOf(before[index] ?? box))).toBe(false);
    }
  });

  it('what is kept later opens with the new keys alone', async () => {
    const old = shareOf(robin);
    await happens();
    await keep('list', 'a new list');
    expect(old?.clinic.open('list', boxOf('list'))).toBeNull();
    expect(world.identity.keys.clinic?.clinic.open('list', boxOf('list'))).not.toBeNull();
    const { shares } = world.account.state ?? {};
    expect(old?.administrators?.publicKeys.opening).not.toBe(shares?.administrators);
    expect(shareOf(world.dana)?.administrators?.publicKeys.opening).toBe(shares?.administrators);
  });

  it('whoever may have the keys has them, each in the place of their own', async () => {
    const { recovery } = world.identity;
    const invitation = await world.invite(robin);
    const kit = await recovery.makeKit(world.asDana);
    await happens();
    const { members, invitations, emergencyKit } = world.account.state ?? {};
    for (const member of [world.dana, world.sam, robin]) {
      const { active, role } = members?.[member.id] ?? {};
      const opened = shareOf(member);
      expect(opened !== null, member.name).toBe(active);
      expect((opened?.administrators ?? null) !== null).toBe(
        active === true && role === 'administrator',
      );
    }
    expect(emergencyKit).not.toBeNull();
    expect(share(KIT_HOLDER, SeedKeys.ofCode(asMade(kit)))?.administrators).not.toBeNull();
    // An invitation goes with the role for which it was made.
    const invited = share(invitationHolder(robin.id), SeedKeys.ofCode(asMade(invitation)));
    expect(invited !== null).toBe(invitations?.[robin.id] !== undefined);
    // Nobody opens the share of somebody else.
    expect(share(world.dana.id, keysOf(robin))).toBeNull();
  });

  it('what lies outside of the chain is sealed anew in the same transaction', async () => {
    const seen: unknown[] = [];
    const old = shareOf(world.dana)?.administrators?.publicKeys.opening;
    world.reseal = (from, to) => {
      seen.push(from.administrators?.publicKeys.opening, to.administrators.publicKeys.opening);
      world.store.saveSealed('outside', Buffer.from('sealed anew'));
    };
    await happens();
    expect(seen).toEqual([old, world.account.state?.shares.administrators]);
    expect(world.store.sealed('outside')).not.toBeNull();
  });

  it('nothing has changed when something of it cannot be stored', async () => {
    await keep('list', 'a list');
    const { state } = world.account;
    const boxes = new Map(world.account.decisions.boxes);
    world.reseal = () => {
      throw new Error('the disk is full');
    };
    await expect(happens()).rejects.toThrow('full');
    expect(world.account.state).toEqual(state);
    expect(world.account.decisions.boxes).toEqual(boxes);
    expect(world.audit.events).toEqual([]);
    expect(shareOf(world.sam)).not.toBeNull();
  });

  it('a record that was changed by hand is lost, and the others are not', async () => {
    await keep('list', 'a list');
    await keep('picture', 'a picture');
    const { state, decisions } = world.account;
    decisions.boxes.set(state?.records['list'] ?? '', Buffer.from('something else'));
    await happens();
    expect(Object.keys(world.account.state?.records ?? {})).toEqual(['picture']);
    expect(world.identity.keys.clinic?.clinic.open('picture', boxOf('picture'))).not.toBeNull();
  });

  it('the chain says the same to the next run', async () => {
    await keep('list', 'a list');
    await happens();
    const { state } = world.account;
    world.restart();
    await world.account.chain.check();
    expect(world.account.state).toEqual(state);
    expect([world.account.standing, world.account.foreign]).toEqual([{ kind: 'sound' }, []]);
  });
});

it('a member with an old copy of the file and a new role reads nothing that came later', async () => {
  const { boxes, entries, state } = world.account.decisions;
  const copy = { boxes: new Map(boxes), entries: [...entries], state };
  await world.identity.members.setActive(world.sam.id, false, world.asDana);
  await keep('list', 'a new list');
  // Everything that Sam's seed opens in the old copy.
  const before = JSON.parse(copy.state ?? '') as { state: NonNullable<typeof world.account.state> };
  const box = (hash: string): Buffer | null => copy.boxes.get(hash) ?? null;
  const file = { state: before.state, box };
  const old = openShare(file, { name: world.sam.id, keys: keysOf(world.sam) });
  expect(old?.clinic).toBeInstanceOf(RecordKey);
  expect(old?.clinic.open('list', boxOf('list'))).toBeNull();
  expect(old?.administrators).toBeNull();
});

/* Sam's password is known, and whoever has the lost copy gets hold of a later file: why it takes both. */
it.each([
  ['open what came later while nothing was done', { password: false, rotated: false, opens: true }],
  ['open it after a new password alone', { password: true, rotated: false, opens: true }],
  ['open it after new keys alone', { password: false, rotated: true, opens: true }],
  ['open nothing of it after both', { password: true, rotated: true, opens: false }],
])('a lost copy and a password %s', async (_what, { password, rotated, opens }) => {
  const seed = keysOf(world.sam);
  const old = shareOf(world.sam);
  if (password) {
    world.holdKeys(world.sam);
    const { ownPassword } = world.identity;
    const changed = await ownPassword.change(world.sam, OTHER_PASSWORD, world.as(world.sam));
    expect(changed.ok).toBe(true);
  }
  world.holdKeys();
  if (rotated) await world.identity.members.rotateKeys(world.asDana);
  await keep('list', 'a new list');
  const now = share(world.sam.id, seed);
  const read = [old, now].map((keys) => keys?.clinic.open('list', boxOf('list'))?.toString());
  expect(read.includes('a new list')).toBe(opens);
});

it('the keys of whoever is signed in follow those of the clinic', () => {
  world.holdKeys(world.sam);
  const before = world.identity.keys.clinic?.clinic;
  expect(world.identity.keys.clinic?.clinic).toBe(before);
  world.account.setMemberRole(robin.id, 'bookkeeper');
  const after = world.identity.keys.clinic?.clinic;
  expect(after).not.toBe(before);
  expect(before?.isForgotten).toBe(true);
  world.account.setMemberActive(world.sam.id, false);
  expect(world.identity.keys.clinic).toBeNull();
  expect(after?.isForgotten).toBe(true);
});
