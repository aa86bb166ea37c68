import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import type { Credential, NewMember } from '../../src/main/ports/index.js';

export const POLICY_DOCUMENT = JSON.stringify(DEFAULT_POLICY);

/** Somebody to put into a database; no password opens the credential. */
export function sampleMember(id: string, role: NewMember['role'] = 'practitioner'): NewMember {
  return {
    id,
    name: `Member ${id}`,
    email: `${id}@clinic.example`,
    role,
    credential: sampleCredential(id),
    createdAt: 1_700_000_000_000,
  };
}

export function sampleCredential(text: string, version = 1): Credential {
  return {
    version,
    cost: { memoryKib: 19_456, passes: 2, lanes: 1 },
    salt: Buffer.from(`salt ${text}`),
    authCheck: Buffer.from(`check ${text}`),
    wrappedKey: Buffer.from(`key ${text}`),
  };
}
