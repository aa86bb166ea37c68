import { z } from 'zod';
import { bytes32, id } from '../account/changes.js';
import type { Position } from '../account/entry.js';
import { LogKeys } from '../account/log-keys.js';
import { open, seal } from '../keys/sealing.js';
import { readJson } from '../../shared/texts/json.js';

/*
 * What waits on the server for a new workstation, sealed under its enrolment code. With it the newcomer need not
 * believe the server: it knows the clinic, and how far the clinic had come when the code was made.
 */

const position = z.tuple([z.int().nonnegative(), bytes32]);
/** Keys of the log, by their numbers. */
export const keptKeys = z.array(z.tuple([z.int().positive(), bytes32])).min(1);

/** The clinic that somebody expects behind a server. */
export const expected = z.strictObject({
  /** The public signing key of whoever founded the clinic. */
  clinic: bytes32,
  log: id,
  /** How far its decisions, and the rows of its log, had come. */
  chain: position,
  rows: position,
});
export type Expected = z.infer<typeof expected>;

const schema = z.strictObject({ v: z.literal(1), expected, keys: keptKeys });

export interface EnrolmentPackage {
  readonly expected: Expected;
  readonly logKeys: LogKeys;
}

function contextOf(workstation: string): readonly string[] {
  return ['enrolment package', workstation];
}

export function sealPackage(
  { expected: clinic, logKeys }: EnrolmentPackage,
  key: Buffer,
  workstation: string,
): Buffer {
  const document = { v: 1, expected: clinic, keys: writeKeys(logKeys) } satisfies z.infer<
    typeof schema
  >;
  const text = Buffer.from(JSON.stringify(document), 'utf8');
  const sealed = seal(key, text, contextOf(workstation));
  text.fill(0);
  return sealed;
}

/** @returns `null` for the package of another code, and for one that was changed */
export function openPackage(
  sealed: Buffer,
  key: Buffer,
  workstation: string,
): EnrolmentPackage | null {
  const text = open(key, sealed, contextOf(workstation));
  if (text === null) return null;
  const json = readJson(text.toString('utf8'));
  text.fill(0);
  const parsed = json.ok ? schema.safeParse(json.value) : null;
  if (parsed?.success !== true) return null;
  return { expected: parsed.data.expected, logKeys: readKeys(parsed.data.keys) };
}

export function writeKeys(keys: LogKeys): z.infer<typeof keptKeys> {
  return [...keys.export()].map(([epoch, key]) => {
    const text = key.toString('base64');
    key.fill(0);
    return [epoch, text];
  });
}

export function readKeys(keys: z.infer<typeof keptKeys>): LogKeys {
  return new LogKeys(new Map(keys.map(([epoch, key]) => [epoch, Buffer.from(key, 'base64')])));
}

export function writePosition({ seq, link }: Position): [number, string] {
  return [seq, link.toString('base64')];
}
