import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../../src/main/identity/password.js';

const PASSWORD = 'quiet-harbour-lamp-42';

describe('a password’s hash', () => {
  it('is Argon2id at 64 MiB, 3 passes and 1 lane', async () => {
    expect(await hashPassword(PASSWORD)).toMatch(
      /^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/,
    );
  });

  it('has its own salt, and holds nothing of the password', async () => {
    const [first, second] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)]);
    expect(first).not.toBe(second);
    expect(first).not.toContain(PASSWORD);
  });

  it('matches its password and no other', async () => {
    const hash = await hashPassword(PASSWORD);
    expect(await verifyPassword(hash, PASSWORD)).toBe(true);
    expect(await verifyPassword(hash, `${PASSWORD} `)).toBe(false);
    expect(await verifyPassword(hash, PASSWORD.toUpperCase())).toBe(false);
    expect(await verifyPassword(hash, '')).toBe(false);
  });

  it('is the same for the same characters typed on two keyboards', async () => {
    const composed = 'caf\u00e9-\ufb01re-lantern';
    const decomposed = 'cafe\u0301-fire-lantern';
    expect(await verifyPassword(await hashPassword(composed), decomposed)).toBe(true);
    expect(await verifyPassword(await hashPassword(decomposed), composed)).toBe(true);
  });

  it.each(['', 'no hash at all', '$argon2id$v=19$m=65536,t=3,p=1$broken', PASSWORD])(
    'that cannot be read (%j) matches nothing',
    async (stored) => {
      expect(await verifyPassword(stored, PASSWORD)).toBe(false);
    },
  );
});
