import { createHash } from 'node:crypto';
import type { Position } from '../../../src/main/account/entry.js';
import { scramVerifier } from '../../../src/main/keys/scram.js';
import {
  LONGEST_BOX,
  type Mark,
  MOST_AT_ONCE,
  type NamedBox,
  ServerAwayError,
  type ServerGreeting,
  type ServerStanding,
} from '../../../src/main/ports/clinic-server.js';

/* What the server of `virtual-server.ts` knows and accepts. */

/** What the server knows of a workstation. */
export interface Place {
  verifier: string;
  standing: ServerStanding;
  sealed: Buffer | null;
  /** Until when it may enrol. */
  untilMs: number;
  /** Where the log ended when it was removed. */
  removedAt: Position | null;
  /** What it brought of its trail since then. */
  lateBytes: number;
}

/** What beats and trails need of the server that keeps them. */
export interface Keeper {
  /** Its clock. */
  readonly nowMs: () => number;
  /** Refuses whoever has none of these standings. */
  place(me: string, standings: readonly ServerStanding[]): Place;
  greet(me: string): ServerGreeting;
}

/** A password's verifier is slow to make, and simulations sign in often. */
const known = new Map<string, string>();

/** @returns the verifier of `password`, with the salt of another */
export function verifierWith(password: string, verifier: string): string {
  const salt = /^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(verifier)?.[1] ?? '';
  const key = `${salt} ${password}`;
  const made = known.get(key) ?? scramVerifier(password, Buffer.from(salt, 'base64'));
  known.set(key, made);
  return made;
}

/** The link of the row after `after`. */
export function linkAfter(after: Position, body: Buffer): Buffer {
  return createHash('sha256').update(after.link).update(body).digest();
}

export function hex(name: Buffer): string {
  return name.toString('hex');
}

export function isMark({ name, value }: Mark): boolean {
  return name.length === 16 && Number.isSafeInteger(value) && value >= 0;
}

export function isVerifier(text: string): boolean {
  return /^SCRAM-SHA-256\$4096:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$/.test(text);
}

export function checkBoxes(boxes: readonly NamedBox[]): void {
  check(boxes.length <= MOST_AT_ONCE);
  check(boxes.every(({ name, box }) => name.length === 32 && box.length <= LONGEST_BOX));
}

/** The server answers with an error to what nobody may ask. */
export function check(sound: boolean): void {
  if (!sound) throw new ServerAwayError('broken');
}
