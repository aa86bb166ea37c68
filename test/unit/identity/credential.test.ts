import { describe, expect, it, vi } from 'vitest';
import {
  createCredential,
  nobodysCredential,
  unlockCredential,
} from '../../../src/main/identity/passwords/credential.js';
import { LEAST_COST } from '../../../src/main/keys/argon2-cost.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import type { Credential } from '../../../src/main/ports/index.js';

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

const PASSWORD = 'quiet-harbour-lamp-42';
const keys = SeedKeys.fresh();
const CLINIC = keys.publicKeys.signing;
const OWNER = { memberId: 'dana', version: 1, clinic: CLINIC };
const credential = await create(PASSWORD);

function create(password: string): Promise<Credential> {
  return createCredential(OWNER, { password, cost: LEAST_COST }, keys);
}

async function outcome(
  of: Credential,
  password: string,
  other: Partial<typeof OWNER> = {},
): Promise<string> {
  const unlocked = await unlockCredential(of, { ...OWNER, ...other }, password);
  if (!unlocked.ok) return unlocked.why;
  return unlocked.keys.publicKeys.signing === CLINIC ? 'the seed' : 'another seed';
}

describe('a password', () => {
  it('opens the member’s seed, and no other password does', async () => {
    expect(await outcome(credential, PASSWORD)).toBe('the seed');
    for (const wrong of ['', `${PASSWORD} `, PASSWORD.toUpperCase(), PASSWORD.slice(0, -1)])
      expect(await outcome(credential, wrong)).toBe('wrong');
  });

  it.each([
    ['a ligature', 'oﬃce-harbour-lamp', 'office-harbour-lamp'],
    ['an accent', 'cafe\u0301-harbour-lamp', 'caf\u00e9-harbour-lamp'],
    ['full-width letters', 'ｈａｒｂｏｕｒ-lamp-42', 'harbour-lamp-42'],
  ])('is the same on every keyboard: %s', async (_what, typed, onAnother) => {
    expect(await outcome(await create(typed), onAnother)).toBe('the seed');
  });

  it.each([
    ['128 characters', 'x'.repeat(127) + 'y', 'x'.repeat(128)],
    ['pictures', '🏥🔒🪴🧭 harbour', '🏥🔒🪴🧬 harbour'],
    ['a null in the middle', 'harbour\u0000lamp-one', 'harbour\u0000lamp-two'],
  ])('counts to its last character: %s', async (_what, typed, almost) => {
    const made = await create(typed);
    expect(await outcome(made, typed)).toBe('the seed');
    expect(await outcome(made, almost)).toBe('wrong');
  });

  it('opens nothing of another member, nor under another version, nor in another clinic', async () => {
    expect(await outcome(credential, PASSWORD, { memberId: 'sam' })).toBe('damaged');
    expect(await outcome(credential, PASSWORD, { version: 2 })).toBe('damaged');
    const clinic = SeedKeys.fresh().publicKeys.signing;
    expect(await outcome(credential, PASSWORD, { clinic })).toBe('damaged');
  });

  it('is salted: the same password gives other records', async () => {
    const again = await create(PASSWORD);
    expect(again.salt.equals(credential.salt)).toBe(false);
    expect(again.authCheck.equals(credential.authCheck)).toBe(false);
  });
});

it('no byte of a stored credential can be changed', async () => {
  for (const part of ['salt', 'authCheck', 'wrappedSeed'] as const)
    for (let at = 0; at < credential[part].length; at += 1) {
      const bytes = Buffer.from(credential[part]);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const changed = await outcome({ ...credential, [part]: bytes }, PASSWORD);
      expect(changed, `${part} ${at}`).toBe(part === 'wrappedSeed' ? 'damaged' : 'wrong');
    }
}, 60_000);

it('a cost that was lowered by hand opens nothing', async () => {
  const cheap = { ...credential, cost: { ...LEAST_COST, passes: 1 } };
  expect(await outcome(cheap, PASSWORD)).toBe('wrong');
});

it('the credential of nobody fits no password', async () => {
  expect(await outcome(nobodysCredential(LEAST_COST), PASSWORD)).toBe('wrong');
});

it('what is stored holds neither the password nor the seed', async () => {
  const seed = Buffer.alloc(32, 'a seed that is easy to recognise');
  const known = new SeedKeys(Buffer.from(seed));
  const made = await createCredential(OWNER, { password: PASSWORD, cost: LEAST_COST }, known);
  const stored = Buffer.concat([made.salt, made.authCheck, made.wrappedSeed]);
  expect(stored.includes(PASSWORD)).toBe(false);
  expect(stored.includes(seed)).toBe(false);
});
