import { describe, expect, it } from 'vitest';
import {
  ADMINISTRATORS,
  addFormer,
  type FormerSeeds,
  openFormer,
  readFormer,
  writeFormer,
} from '../../../src/main/account/former-keys.js';
import { rotate } from '../../../src/main/account/rotation.js';
import { formerAdministrators, openShare } from '../../../src/main/account/shares.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';

const ABOUT = { clinic: 'the clinic', owner: 'a member' };

/** Seeds that replace each other, oldest first, and what the newest opens. */
function replaced(times: number): { seeds: readonly SeedKeys[]; former: FormerSeeds } {
  const seeds = [SeedKeys.fresh()];
  let former: FormerSeeds = [];
  for (let time = 0; time < times; time += 1) {
    const next = SeedKeys.fresh();
    const [before = next] = seeds.slice(-1);
    former = addFormer(ABOUT, next.publicKeys, { replaced: before, before: former });
    seeds.push(next);
  }
  return { seeds, former };
}

function signing(keys: readonly SeedKeys[]): readonly string[] {
  return keys.map(({ publicKeys }) => publicKeys.signing);
}

describe('seeds that were replaced', () => {
  it('are opened by the newest, all of them, newest first', () => {
    const { seeds, former } = replaced(4);
    const [newest = SeedKeys.fresh(), ...before] = [...seeds].reverse();
    const kept = readFormer(writeFormer(former));
    expect(signing(openFormer(ABOUT, newest, kept))).toEqual(signing(before));
  });

  it('are opened by an older one as far as they are older still', () => {
    const { seeds, former } = replaced(3);
    const [oldest = SeedKeys.fresh(), second = SeedKeys.fresh()] = seeds;
    expect(openFormer(ABOUT, second, former)).toEqual([]);
    expect(signing(openFormer(ABOUT, second, former.slice(2)))).toEqual(signing([oldest]));
  });

  it('open for nobody else, and for nothing else', () => {
    const { seeds, former } = replaced(2);
    const [newest = SeedKeys.fresh()] = seeds.slice(-1);
    expect(openFormer(ABOUT, SeedKeys.fresh(), former)).toEqual([]);
    expect(openFormer({ ...ABOUT, owner: ADMINISTRATORS }, newest, former)).toEqual([]);
    expect(openFormer({ ...ABOUT, clinic: 'another' }, newest, former)).toEqual([]);
  });

  it('end where something was changed', () => {
    const { seeds, former } = replaced(3);
    const [newest = SeedKeys.fresh()] = seeds.slice(-1);
    const [first = '', , third = ''] = former;
    expect(openFormer(ABOUT, newest, [first, first, third])).toHaveLength(1);
  });

  it.each([null, '', '{}', '["not base 64!"]', '[1]', '{"__proto__":[]}'])(
    'are none in a box that holds %s',
    (box) => {
      expect(readFormer(box === null ? null : Buffer.from(box))).toEqual([]);
    },
  );
});

describe('the administrators’ key', () => {
  it('opens those before it, after each time that the clinic got new keys', async () => {
    const dana = memberNamed('Dana', 'administrator');
    const others = ['Sam', 'Robin', 'Kim'].map((name) => memberNamed(name));
    const account = MemoryAccount.of(dana, ...others);
    const held = (): SeedKeys => {
      const keys = openShare(account, { name: dana.id, keys: keysOf(dana) });
      const administrators = keys?.administrators ?? null;
      if (administrators === null) throw new Error('Dana has no share.');
      return administrators;
    };
    const known = [held()];
    for (const { id } of others) {
      account.setMemberActive(id, false);
      const administrators = held();
      expect(signing(formerAdministrators(account, administrators))).toEqual(
        signing([...known].reverse()),
      );
      known.push(administrators);
    }
    await account.chain.check();
    expect(account.foreign).toEqual([]);
  });

  it('opens none where nobody had the one before', () => {
    const account = MemoryAccount.of(memberNamed('Dana', 'administrator'));
    if (account.state === null) throw new Error('There is no clinic.');
    const { boxes, keys } = rotate(account, account.state, null);
    const [box = Buffer.alloc(0)] = boxes;
    const now = { state: account.state, box: () => box };
    expect(formerAdministrators(now, keys.administrators)).toEqual([]);
  });
});
