import { z } from 'zod';
import { readServerAddress, type ServerAddress } from '../clinic/server-address.js';
import { LONGEST_NAME } from '../people/name.js';
import { nameSchema } from '../people/name-schema.js';
import { isEmail } from '../people/person.js';
import { ROLES } from '../people/role.js';
import { LONGEST_TIMEOUT_SECONDS, SHORTEST_TIMEOUT_SECONDS } from '../policy/policy.js';

/* Schemas that the inputs of several requests share. */

export const nothing = z.strictObject({});
export const name = nameSchema(LONGEST_NAME);
export const email = z.string().trim().toLowerCase().refine(isEmail);
/** Bounds only; `password-rule.ts` has the rules for a new password and gives reasons in words. */
export const password = z.string().min(1).max(1_024);
/** A code as people type it, with spaces and hyphens anywhere. */
export const code = z.string().trim().min(1).max(100);
/** Bounds only, as of {@link password}: `main/quick-sign-in/` has the rules for a new one. */
export const pin = z.string().regex(/^\d{6,12}$/);
export const memberId = z.uuid();
export const workstationId = z.uuid();
export const role = z.enum(ROLES);
export const timeoutSeconds = z.int().min(SHORTEST_TIMEOUT_SECONDS).max(LONGEST_TIMEOUT_SECONDS);

/** `host[:port][/database]`, several with commas between. */
export const serverAddress = z.string().transform((text, context): ServerAddress => {
  const read = readServerAddress(text);
  if (read.ok) return read.value;
  context.addIssue({ code: 'custom', message: read.problem });
  return z.NEVER;
});

/**
 * The signed-in member proves who they are again: with the password and, if there is a second factor, a
 * code of the authenticator app or a recovery code.
 */
export const proof = z.strictObject({
  password,
  code: code.optional(),
  recoveryCode: code.optional(),
});
export type ProofInput = z.input<typeof proof>;
/** The proof for one act. `null` asks which proof is needed, and changes nothing. */
export const proofAtTheAct = proof.nullable();
