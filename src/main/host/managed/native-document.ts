import { readJson } from '../../../shared/texts/json.js';
import { textOfFile } from '../../../shared/texts/file-text.js';
import { LONGEST_MANAGED_POLICY } from '../../../shared/policy/managed-policy.js';
import { say } from '../../../shared/words/say.js';
import type { ManagedProblem, ManagedReading } from '../../ports/index.js';

/*
 * What the systems' own ways of managing a computer have in common: a tree of named values, which is
 * brought to the form of `policy.json` and read as that.
 */

/** Values by their names; a value may be such a list again. */
export type NativeValues = Record<string, unknown>;

/**
 * A tree without any value manages nothing. The version may be left out: these places have no
 * document in which somebody would write one, and `1` is the only one there is.
 */
export function nativeReading(values: NativeValues): ManagedReading {
  if (Object.keys(values).length === 0) return { found: false };
  // The systems list names in no certain order, and another order is no change.
  const text = JSON.stringify({ version: 1, ...values }, (_name, value: unknown) =>
    isTree(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return text.length > LONGEST_MANAGED_POLICY ? tooLarge() : { found: true, text };
}

/** @returns what a program of the system wrote, as JSON; `undefined` when it failed, or wrote none */
export async function jsonFrom(program: Promise<string>): Promise<unknown> {
  const json = readJson(await program.catch(() => ''));
  return json.ok ? json.value : undefined;
}

/** Decodes the bytes of a policy file to its text, or tells why they are no text. */
export function textReading(bytes: Uint8Array): ManagedReading {
  const file = textOfFile(bytes);
  return file.ok ? { found: true, text: file.value } : broken('invalid', file.problem);
}

export function broken(code: ManagedProblem['code'], sentence: string): ManagedReading {
  return { found: true, problem: { code, sentence } };
}

export function tooLarge(): ManagedReading {
  return broken('invalid', say('It is too large to be a policy.'));
}

export function isTree(value: unknown): value is NativeValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
