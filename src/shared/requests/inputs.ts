import { z } from 'zod';
import { LONGEST_NAME } from '../people/name.js';
import { nameSchema } from '../people/name-schema.js';
import { isEmail } from '../people/person.js';
import { ROLES } from '../people/role.js';
import { LONGEST_TIMEOUT_SECONDS, SHORTEST_TIMEOUT_SECONDS } from '../policy/policy.js';

/* What the inputs of several requests are made of. */

export const nothing = z.strictObject({});
export const name = nameSchema(LONGEST_NAME);
export const email = z.string().trim().toLowerCase().refine(isEmail);
/** Bounds only; the rules for a new password give their reason in words (`password-rule.ts`). */
export const password = z.string().min(1).max(1_024);
/** A code as people type it, with spaces and hyphens wherever they like. */
export const code = z.string().trim().min(1).max(100);
export const memberId = z.uuid();
export const role = z.enum(ROLES);
export const timeoutSeconds = z.int().min(SHORTEST_TIMEOUT_SECONDS).max(LONGEST_TIMEOUT_SECONDS);

/**
 * Who is signed in shows it again: the password and, where there is a second factor, a code of the
 * authenticator app or a recovery code.
 */
export const proof = z.strictObject({
  password,
  code: code.optional(),
  recoveryCode: code.optional(),
});
export type ProofInput = z.input<typeof proof>;
/** At the act itself; `null` asks what has to be shown, and changes nothing. */
export const proofAtTheAct = proof.nullable();
