import { beforeEach, describe, expect, it } from 'vitest';
import { nobodysCredential } from '../../../src/main/identity/passwords/credential.js';
import { LEAST_COST } from '../../../src/main/keys/argon2-cost.js';
import { firstMemberRecord } from '../../../src/main/identity/sealed-records.js';
import { MEMBERS_PER_PAGE, type MembersPage } from '../../../src/shared/requests/members.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { IdentityWorld } from '../../support/fakes/identity-world.js';

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKey();
});

const page = (search = '', offset = 0): MembersPage =>
  world.identity.memberList.page(search, offset, world.sam.id);
const names = (search: string): readonly string[] => page(search).members.map(({ name }) => name);

function add(...added: readonly string[]): void {
  for (const name of added) {
    const member = { ...memberNamed(name), id: `id of ${name}` };
    world.account.enrol(member, { credential: nobodysCredential(LEAST_COST) });
    world.records.saveMember(world.key, member.id, firstMemberRecord(member, 0));
  }
}

describe('a page of members', () => {
  it('marks the last administrator and who is signed in, and whose record is damaged', () => {
    world.account.enrol(memberNamed('Robin'));
    expect(page().members).toMatchObject([
      { name: 'Dana', lastAdministrator: true, signedIn: false, twoFactor: 'off' },
      { name: 'Robin', lastAdministrator: false, signedIn: false, twoFactor: 'damaged' },
      { name: 'Sam', lastAdministrator: false, signedIn: true, twoFactor: 'off' },
    ]);
  });

  it('has nothing that a password is checked with', () => {
    expect(JSON.stringify(page())).not.toMatch(/salt|authCheck|wrappedKey|Buffer/);
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
  add('Émile Roux', 'Emil Berg');
  world.account.setMemberActive('id of Emil Berg', false);
  expect(await world.identity.memberList.twoFactorCounts()).toEqual({ active: 3, missing: 3 });
});
