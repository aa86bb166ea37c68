import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import type { Credential } from '../ports/index.js';

/* The box in which a member's credential is kept: JSON, with bytes in base 64. */

const schema = z.strictObject({
  cost: z.strictObject({
    memoryKib: z.int().positive().max(524_288),
    passes: z.int().positive().max(100),
    lanes: z.int().positive().max(16),
  }),
  salt: z.base64(),
  authCheck: z.base64(),
  wrappedSeed: z.base64(),
});

export function writeCredential({ cost, salt, authCheck, wrappedSeed }: Credential): Buffer {
  const text = (bytes: Buffer): string => bytes.toString('base64');
  const box: z.infer<typeof schema> = {
    cost,
    salt: text(salt),
    authCheck: text(authCheck),
    wrappedSeed: text(wrappedSeed),
  };
  return Buffer.from(JSON.stringify(box), 'utf8');
}

/** @returns `null` for a box that holds something else */
export function readCredential(box: Buffer): Credential | null {
  const json = readJson(box.toString('utf8'));
  const parsed = json.ok ? schema.safeParse(json.value) : null;
  if (parsed?.success !== true) return null;
  const { cost, salt, authCheck, wrappedSeed } = parsed.data;
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
  return {
    cost,
    salt: bytes(salt),
    authCheck: bytes(authCheck),
    wrappedSeed: bytes(wrappedSeed),
  };
}
