import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { policyAddressSchema } from '../../shared/policy/managed-address.js';
import { textOfFile } from '../../shared/texts/file-text.js';
import { say } from '../../shared/words/say.js';
import { publicText } from '../keys/detached-signature.js';
import { signedNumber, signPolicy } from '../policy/signed-policy.js';
import { orElse } from '../ports/or-else.js';
import { type CommandOutcome, failed } from './command-outcome.js';

/*
 * For whoever looks after the computers of a clinic without a server: makes the key, and signs the policy
 * that all of them get from one address. Both need no account, no window and no network.
 */

/**
 * Makes a key in two files: the private half in `file`, the public half beside it.
 * @param file made; never one that is there already
 */
export function makePolicyKey(file: string): CommandOutcome {
  if (file === '') return failed(say('Say where to save the key: --make-policy-key FILE'));
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicHalf = publicText(privateKey);
  const publicFile = `${file}.pub`;
  try {
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
    writeFileSync(file, pem, { flag: 'wx', mode: 0o600 });
    writeFileSync(publicFile, `${publicHalf}\n`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return failed(
        say('{file} is there already, and was not changed. Choose another name.', { file }),
      );
    return failed(notWritten(file));
  }
  return {
    exitCode: 0,
    message: say(
      'The key was saved in {file}. Keep that file secret, and keep a copy in a safe place: whoever has it can sign, and without it nobody can. Put this into the policy of each computer as policyKey (it is in {publicFile} too): {publicHalf}',
      { file, publicFile, publicHalf },
    ),
  };
}

/** The values of `--sign-policy FILE --policy-key=FILE --policy-address=ADDRESS`. */
export interface SignOrder {
  /** In the form of `policy.json`. */
  readonly file: string;
  readonly key: string;
  readonly address: string;
}

/** Signs a policy. The signed one is written beside it. */
export function signPolicyFile(
  { file, key: keyFile, address }: SignOrder,
  nowMs = Date.now(),
): CommandOutcome {
  if (file === '' || keyFile === '' || address === '')
    return failed(
      say(
        'Say what to sign, with which key, and for which address: --sign-policy FILE --policy-key=FILE --policy-address=ADDRESS',
      ),
    );
  if (!policyAddressSchema.safeParse(address).success)
    return failed(
      say(
        'That is not an https address as a policy may name it: without ?, # and a name before @.',
      ),
    );
  const key = privateKeyIn(keyFile);
  if (key === null)
    return failed(say('{file} has no key of --make-policy-key.', { file: keyFile }));
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return failed(say('{file} could not be read.', { file }));
  }
  const text = textOfFile(bytes);
  if (!text.ok) return notSigned(file, text.problem);
  const to = `${file.replace(/\.json$/i, '')}.signed.json`;
  // The time grows by itself, so nobody has to remember a number; one computer's clock may be ahead of
  // another's, so the one before counts too.
  const before = signedNumber(
    orElse(() => readFileSync(to, 'utf8'), ''),
    key,
  );
  const number = Math.max(Math.floor(nowMs / 1_000), before + 1);
  const signed = signPolicy(text.value, { address, number }, key);
  if (!signed.ok) return notSigned(file, signed.problem);
  try {
    writeFileSync(`${to}.new`, signed.text);
    renameSync(`${to}.new`, to);
  } catch {
    return failed(notWritten(to));
  }
  return {
    exitCode: 0,
    message: say(
      'Signed, with the number {number}: {to}. Put that file at {address}. Computers take it whose policy has this policyAddress, and this policyKey: {key}',
      { number: String(number), to, address, key: publicText(key) },
    ),
  };
}

function privateKeyIn(file: string): KeyObject | null {
  const key = orElse(() => createPrivateKey(readFileSync(file)), null);
  return key?.asymmetricKeyType === 'ed25519' ? key : null;
}

function notSigned(file: string, problem: string): CommandOutcome {
  return failed(say('{file} was not signed. {problem}', { file, problem }));
}

function notWritten(file: string): string {
  return say(
    '{file} could not be written. Check that its folder exists and that you may write to it.',
    { file },
  );
}
