import { z } from 'zod';
import { sayings } from '../words/say.js';

/*
 * Where a managed computer looks for a policy that is signed, and by which key: a part of its own policy.
 */

export interface PolicySource {
  readonly address: string;
  /** As `--make-policy-key` says it: an Ed25519 key (SPKI), in base 64. */
  readonly key: string;
}

/** An address without a question, a fragment or a login: it is compared letter by letter. */
export const policyAddressSchema = z
  .url({ protocol: /^https$/ })
  .max(2_048)
  .refine((address) => !/[?#@]/.test(address))
  .meta(
    sayings({
      title: 'Policy address',
      description:
        'The https address of a signed policy that this computer also keeps to. It needs the policy key.',
    }),
  );

export const policyKeySchema = z
  .string()
  .max(60)
  .regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/)
  .meta(
    sayings({
      title: 'Policy key',
      description:
        'The public key with which the policy at the policy address must be signed, as --make-policy-key says it.',
    }),
  );

/** @returns `null` unless both are there */
export function policySource(
  address: string | undefined,
  key: string | undefined,
): PolicySource | null {
  return address === undefined || key === undefined ? null : { address, key };
}
