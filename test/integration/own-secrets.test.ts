import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCredential } from '../../src/main/account/credential-box.js';
import { holdersOf, openShare } from '../../src/main/account/shares.js';
import { openTwoFactor } from '../../src/main/identity/second-factor/second-factor-record.js';
import { masterKey, subkey } from '../../src/main/keys/derivation.js';
import { open } from '../../src/main/keys/sealing.js';
import { AccountFile } from '../support/account-file.js';
import { DecidingMember, readChain } from '../support/deciding-member.js';
import { DANA, type Insider, ROBIN } from '../support/real-clinic.js';
import { filesWith } from '../support/traces.js';
import { targetsIn } from './opened-by-thief.js';
import { KIM, SAM, Scene, SITE_PASSWORD } from './scene.js';

/*
 * A member has the account's file and their own password, and derives from it everything that there is: what
 * is sealed for somebody else stays shut.
 */

let scene: Scene;
let now: AccountFile;
let early: AccountFile;
beforeAll(async () => {
  scene = await Scene.build();
  now = new AccountFile(scene.now.folder);
  early = new AccountFile(scene.early.folder);
});
afterAll(() => scene.remove());

/** Every key that comes from the password, as bytes. */
async function keysFrom(
  file: AccountFile,
  { email, password }: Insider,
): Promise<readonly Buffer[]> {
  const { state } = readChain(file);
  const member = Object.values(state.members).find((one) => one.email === email);
  const [row] = file.all('SELECT box FROM decision_box WHERE hash = ?', member?.keys.credential);
  const credential = readCredential(row?.['box'] as Buffer);
  if (member === undefined || credential === null) throw new Error(`${email} has no credential.`);
  const master = await masterKey(Buffer.from(password), credential.salt, credential.cost);
  const wrap = subkey(master, 'clinic-workstation wrap key');
  const context = ['seed', 'member', member.id, String(member.keys.version), state.clinic];
  const seed = open(wrap, credential.wrappedSeed, context);
  if (seed === null) throw new Error(`The password of ${email} opens no seed.`);
  const purposes = ['own records', 'signing key', 'opening key', 'auth key', 'wrap key'];
  const derived = [master, seed].flatMap((key) =>
    purposes.map((purpose) => subkey(key, `clinic-workstation ${purpose}`)),
  );
  return [master, seed, ...derived];
}

/** What opens with any of these keys: what it is, and whose. */
function openedWith(file: AccountFile, keys: readonly Buffer[]): readonly string[] {
  const { members } = readChain(file).state;
  const named = (id: string): string => members[id]?.name ?? id;
  return targetsIn(file)
    .filter(({ box, context }) => keys.some((key) => open(key, box, context) !== null))
    .map(({ what, context }) => {
      const id = /[0-9a-f-]{36}/.exec(context.join('/'))?.[0] ?? '';
      return `${what} of ${named(id)}`;
    });
}

describe('with everything that a password gives', () => {
  test('there are secrets of everybody to be opened', () => {
    const whats = targetsIn(now).map(({ what }) => what);
    expect(whats.filter((what) => what === 'credential')).toHaveLength(4);
    expect(whats).toEqual(
      expect.arrayContaining(['two-factor', 'site-sign-in', 'memory', 'clinic-apps']),
    );
  });

  test.each([DANA, ROBIN, SAM, KIM])('$name opens only what is their own', async (person) => {
    const opened = openedWith(now, await keysFrom(now, person));
    expect(opened).toContain(`credential of ${person.name}`);
    expect(opened.filter((what) => !what.endsWith(` of ${person.name}`))).toEqual([]);
    if (person === ROBIN)
      expect(opened).toEqual(
        expect.arrayContaining([`two-factor of ${ROBIN.name}`, `site-sign-in of ${ROBIN.name}`]),
      );
  });

  test('nothing of it lies in the file in readable form', async () => {
    for (const person of [DANA, ROBIN, SAM, KIM])
      for (const key of await keysFrom(now, person))
        expect(filesWith(scene.now.folder, [key, Buffer.from(key.toString('base64'))])).toEqual([]);
    for (const secret of [SITE_PASSWORD, ...scene.recoveryCodes])
      expect(filesWith(scene.now.folder, [Buffer.from(secret)])).toEqual([]);
  });

  test.each([DANA, ROBIN, SAM, KIM])('$name has no share that is not their own', async (person) => {
    const { id, keys } = await DecidingMember.open(now, person);
    const { state } = readChain(now);
    const box = (hash: string): Buffer => {
      const [row] = now.all('SELECT box FROM decision_box WHERE hash = ?', hash);
      return row?.['box'] as Buffer;
    };
    const names = holdersOf(state).map(({ name }) => name);
    expect(names).toHaveLength(4);
    const opened = names.filter((name) => openShare({ state, box }, { name, keys }) !== null);
    expect(opened).toEqual(person === SAM ? [] : [id]);
    const own = openShare({ state, box }, { name: id, keys });
    expect(own?.administrators !== null && own !== null).toBe(person === DANA);
    for (const { what, box: sealed, context } of targetsIn(now))
      expect([
        what,
        own !== null && own.clinic.open(context.at(-1) ?? '', sealed) !== null,
      ]).toEqual([what, what === 'clinic-apps' && own !== null]);
    for (const [memberId, { twoFactor }] of Object.entries(state.members)) {
      const [record] = now.all('SELECT box FROM decision_box WHERE hash = ?', twoFactor?.record);
      const found = openTwoFactor(memberId, keys, (record?.['box'] as Buffer | undefined) ?? null);
      expect([memberId, found !== null]).toEqual([memberId, person === ROBIN && memberId === id]);
    }
  });
});

describe('with the clinic’s keys of before', () => {
  test.each([
    ['without access now', SAM, false],
    ['a bookkeeper now, who was an administrator', KIM, true],
  ] as const)('somebody %s opens nothing of the clinic', async (_who, person, wasAdministrator) => {
    const keys = (await DecidingMember.open(early, person)).clinicKeys();
    if (keys === null) throw new Error(`${person.name} had no share.`);
    expect(keys.administrators !== null).toBe(wasAdministrator);
    const open = (file: AccountFile): readonly string[] =>
      targetsIn(file)
        .filter(({ box, context }) => keys.clinic.open(context.at(-1) ?? '', box) !== null)
        .map(({ what }) => what);
    // Proves that the search works.
    expect(open(early)).toEqual(['clinic-apps']);
    expect(open(now)).toEqual([]);
    const { administrators } = readChain(now).state.shares;
    expect(keys.administrators?.publicKeys.opening).not.toBe(administrators);
    // The shares of before are gone from the file, and so is what was under the keys of before.
    const { state: before } = readChain(early);
    const shares = Object.values(before.members).flatMap(({ share }) => share ?? []);
    expect(shares).not.toEqual([]);
    for (const hash of [before.shares.box, ...shares, ...Object.values(before.records)]) {
      expect(now.all('SELECT * FROM decision_box WHERE hash = ?', hash)).toEqual([]);
      const [row] = early.all('SELECT box FROM decision_box WHERE hash = ?', hash);
      expect(filesWith(scene.now.folder, [row?.['box'] as Buffer])).toEqual([]);
    }
  });

  test('a member with access still opens what all share', async () => {
    for (const file of [early, now]) {
      const keys = (await DecidingMember.open(file, ROBIN)).clinicKeys();
      const [apps] = targetsIn(file).filter(({ what }) => what === 'clinic-apps');
      expect(keys?.clinic.open('clinic-apps', apps?.box ?? Buffer.alloc(0))).not.toBeNull();
    }
  });
});
