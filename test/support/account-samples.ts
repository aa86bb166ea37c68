import { DEFAULT_POLICY } from '../../src/contract/policy.js';
import type { NewMember } from '../../src/main/ports.js';

export const POLICY_DOCUMENT = JSON.stringify(DEFAULT_POLICY);

/** Somebody to put into a database; the hash is not one that any password matches. */
export function sampleMember(id: string, role: NewMember['role'] = 'practitioner'): NewMember {
  return {
    id,
    name: `Member ${id}`,
    email: `${id}@clinic.example`,
    role,
    passwordHash: `not a hash ${id}`,
    createdAt: 1_700_000_000_000,
  };
}
