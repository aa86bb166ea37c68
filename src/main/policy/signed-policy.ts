import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { z } from 'zod';
import type { PolicySource } from '../../shared/policy/managed-address.js';
import { LONGEST_MANAGED_POLICY, readManagedPolicy } from '../../shared/policy/managed-policy.js';
import { readJson } from '../../shared/texts/json.js';
import { say } from '../../shared/words/say.js';
import { isSigned, readSigningKey } from '../keys/detached-signature.js';
import type { ManagedProblem } from '../ports/index.js';
import { type JudgedText, older } from './place-keeper.js';

/*
 * A policy that comes from an address: one JSON file with the text of a `policy.json`, the address that it
 * is for, and a number that only grows. The signature covers all three.
 */

/** The largest file that is read, in bytes: the policy's quotation marks are written with a backslash here. */
export const LONGEST_SIGNED_POLICY = 2 * LONGEST_MANAGED_POLICY;

/** Begins what is signed, so that nothing else that such a key signed can be taken for a policy. */
const PURPOSE = 'clinic-workstation managed policy 1\0';

const documentSchema = z.strictObject({
  version: z.literal(1),
  address: z.string(),
  number: z.int().positive(),
  policy: z.string(),
  signature: z.string(),
});

/**
 * @param text as it was served
 * @param source where this computer was told to look, and whose signature counts; `null`: nowhere
 * @param before the text that was good last, for the same source; `null`: there was none
 */
export function readSignedPolicy(
  text: string,
  source: PolicySource | null,
  before: string | null,
): JudgedText {
  const document = read(text);
  const key = source === null ? null : readSigningKey(source.key);
  if (document === null) return refused('invalid', say('It is not a signed policy.'));
  if (source === null || key === null || !isSigned(signedBytes(document), document.signature, key))
    return refused('untrusted', say('It is not signed with the policy key of this computer.'));
  if (document.address !== source.address)
    return refused('untrusted', say('It was signed for another address.'));
  const last = before === null ? null : read(before);
  if (last !== null && text !== before) {
    if (document.number < last.number) return { ok: false, problem: older() };
    if (document.number === last.number)
      return refused('older', say('It is another one with the number of the one before.'));
  }
  const judged = judge(document.policy);
  const signed = { number: document.number, key: source.key };
  return judged.ok ? { ...judged, signed } : judged;
}

/** Reads what was signed, or is to be. */
function judge(text: string): JudgedText {
  const reading = readManagedPolicy(text);
  if (!reading.ok) return refused('invalid', reading.problem);
  const { policy } = reading;
  // With a mistake in them computers could no longer get the correction.
  if (policy.policySource !== null || policy.proxy !== null)
    return refused(
      'invalid',
      say('Only the computer’s own policy may have policyAddress, policyKey and proxy.'),
    );
  return { ok: true, policy };
}

/**
 * Signs a policy for an address.
 * @param key a private Ed25519 key
 * @returns the text to put there, unless no computer would take it
 */
export function signPolicy(
  policy: string,
  { address, number }: { readonly address: string; readonly number: number },
  key: KeyObject,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string } {
  const reading = judge(policy);
  if (!reading.ok) return { ok: false, problem: reading.problem.sentence };
  const signature = sign(null, signedBytes({ address, number, policy }), key).toString('base64');
  const document = { version: 1, address, number, policy, signature };
  const text = `${JSON.stringify(document, null, 2)}\n`;
  return Buffer.byteLength(text) > LONGEST_SIGNED_POLICY
    ? { ok: false, problem: say('It is too large to be a policy.') }
    : { ok: true, text };
}

/** The number of a policy that this key signed, whatever it is for; 0 for any other text. */
export function signedNumber(text: string, key: KeyObject): number {
  const document = read(text);
  const isOurs =
    document !== null && isSigned(signedBytes(document), document.signature, createPublicKey(key));
  return isOurs ? document.number : 0;
}

type SignedDocument = z.infer<typeof documentSchema>;

function read(text: string): SignedDocument | null {
  if (text.length > LONGEST_SIGNED_POLICY) return null;
  const json = readJson(text);
  return (json.ok ? documentSchema.safeParse(json.value).data : undefined) ?? null;
}

/** JSON, so that no two documents give the same bytes. */
function signedBytes({
  address,
  number,
  policy,
}: Pick<SignedDocument, 'address' | 'number' | 'policy'>): Buffer {
  return Buffer.from(PURPOSE + JSON.stringify([address, number, policy]), 'utf8');
}

function refused(code: ManagedProblem['code'], sentence: string): JudgedText {
  return { ok: false, problem: { code, sentence } };
}
