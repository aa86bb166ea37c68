import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MEMBERS_PER_PAGE, type MembersPage } from '../../../src/shared/requests/members.js';
import { GUIDE_EDITION } from '../../../src/shared/people/guide.js';
import type { Member } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { IdentityWorld } from '../../support/fakes/identity-world.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKeys();
});

const page = (search = '', offset = 0): MembersPage =>
  world.identity.memberList.page(search, offset, world.sam.id);
const names = (search: string): readonly string[] => page(search).members.map(({ name }) => name);

function add(...added: readonly string[]): readonly Member[] {
  return added.map((name) => {
    const email = `${name.normalize('NFKD').replace(/[^a-z0-9]/gi, '')}@rivertown.example`;
    const member = { ...memberNamed(name), id: randomUUID(), email };
    world.account.enrol(member);
    return member;
  });
}

describe('a page of members', () => {
  it('marks the last administrator and who is signed in, and whose second factor is damaged', async () => {
    const [robin = world.sam] = add('Robin');
    await setUpSecondFactor(world, robin);
    await setUpSecondFactor(world, world.sam);
    const record = world.account.state?.members[robin.id]?.twoFactor?.record ?? '';
    world.account.decisions.boxes.set(record, Buffer.from('something else'));
    expect(page().members).toMatchObject([
      { name: 'Dana', lastAdministrator: true, signedIn: false, twoFactor: 'off' },
      { name: 'Robin', lastAdministrator: false, signedIn: false, twoFactor: 'damaged' },
      { name: 'Sam', lastAdministrator: false, signedIn: true, twoFactor: 'on' },
    ]);
  });

  it('marks whose password went when a clinic with several computers turned access off', async () => {
    const { identity, sam } = world;
    const needing = () =>
      page()
        .members.filter(({ needsInvitation }) => needsInvitation)
        .map(({ name }) => name);
    const author = world.asDana;
    await identity.members.setActive(sam.id, false, author);
    expect(needing()).toEqual([]);
    await identity.members.setActive(sam.id, true, author);
    world.share();
    await identity.members.setActive(sam.id, false, author);
    await identity.members.setActive(sam.id, true, author);
    expect(needing()).toEqual(['Sam']);
  });

  it('says who read the guide, and counts those who can sign in', async () => {
    const { identity, sam } = world;
    const [robin = sam] = add('Robin');
    const readers = () =>
      page()
        .members.filter(({ guideReadAt }) => guideReadAt !== null)
        .map(({ name }) => name);
    expect(readers()).toEqual([]);
    await identity.ownChoices.noteGuideRead(world.asDana, GUIDE_EDITION);
    expect(readers()).toEqual(['Dana']);
    expect(identity.memberList.guideCounts()).toEqual({ active: 3, read: 1 });
    await identity.members.setActive(robin.id, false, world.asDana);
    expect(identity.memberList.guideCounts()).toEqual({ active: 2, read: 1 });
  });

  it('has nothing that a password is checked with', () => {
    expect(JSON.stringify(page())).not.toMatch(/salt|authCheck|wrappedSeed|Buffer|keys|credential/);
  });

  it('is one of many, each member on one of them', () => {
    add(...Array.from({ length: 2 * MEMBERS_PER_PAGE }, (_, index) => `Member ${index}`));
    const pages = [0, MEMBERS_PER_PAGE, 2 * MEMBERS_PER_PAGE].map((offset) => page('', offset));
    expect(pages.map(({ members }) => members.length)).toEqual([50, 50, 2]);
    expect(pages.map(({ found }) => found)).toEqual([102, 102, 102]);
    const ids = new Set(pages.flatMap(({ members }) => members.map(({ id }) => id)));
    expect(ids.size).toBe(102);
    expect(page('', 500)).toEqual({ members: [], found: 102 });
  });

  it.each([
    ['émi', ['Émile Roux', 'Emil Berg']],
    ['EMI', ['Émile Roux', 'Emil Berg']],
    ['roux@', ['Émile Roux']],
    ['sam@rivertown', ['Sam']],
    ['%', []],
    ['nobody', []],
  ])('finds by “%s”, whatever the case and the marks', (search, found) => {
    add('Émile Roux', 'Emil Berg');
    expect([...names(search)].sort()).toEqual([...found].sort());
  });
});

it('active members without a second factor are counted', async () => {
  const [, emil = world.sam] = add('Émile Roux', 'Emil Berg');
  world.account.setMemberActive(emil.id, false);
  await setUpSecondFactor(world, world.sam);
  expect(world.identity.memberList.twoFactorCounts()).toEqual({ active: 3, missing: 2 });
});
