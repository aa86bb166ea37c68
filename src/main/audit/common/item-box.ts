import { randomBytes } from 'node:crypto';
import { sealFor } from '../../keys/hpke.js';
import { KEY_BYTES, open, seal } from '../../keys/sealing.js';
import type { SeedKeys } from '../../keys/seed-keys.js';
import type { TrailItemKind } from '../../ports/index.js';

/*
 * How the items of a trail lie on the clinic's server: sealed for administrators, so that a workstation writes
 * and cannot read back what it sent in an earlier run.
 *
 *   key item     the item key, sealed by HPKE for the administrators' key
 *   other items  8 bytes of the item key's number · the text, sealed under it (keys/sealing.ts)
 *
 * Each is bound to its place: in another workstation's trail, or under another number, it does not open.
 */

const NUMBER_BYTES = 8;

/** Where an item lies. */
export interface ItemPlace {
  /** The name of the clinic's log. */
  readonly log: string;
  readonly workstation: string;
  readonly kind: TrailItemKind;
  readonly number: number;
}

function contextOf({ log, workstation, kind, number }: ItemPlace): readonly string[] {
  return ['trail item', log, workstation, kind, String(number)];
}

/** JSON, so that no two places give the same bytes. */
function keyInfo(place: ItemPlace): Buffer {
  return Buffer.from(JSON.stringify(['clinic-workstation', ...contextOf(place)]), 'utf8');
}

/** A key for the items of one run of the app. */
export interface ItemKey {
  /** That of its own item. */
  readonly number: number;
  readonly key: Buffer;
}

/**
 * @param holder the administrators' public opening key, in base 64
 * @returns the key, which the caller overwrites, and its item
 */
export function freshItemKey(
  place: Omit<ItemPlace, 'kind'>,
  holder: string,
): ItemKey & { readonly box: Buffer } {
  const key = randomBytes(KEY_BYTES);
  const info = keyInfo({ ...place, kind: 'key' });
  const box = sealFor(Buffer.from(holder, 'base64'), info, key);
  return { number: place.number, key, box };
}

/** @returns `null` when it is for none of these keys, of another place, or was changed */
export function openItemKey(
  administrators: readonly SeedKeys[],
  place: Omit<ItemPlace, 'kind'>,
  box: Buffer,
): Buffer | null {
  const info = keyInfo({ ...place, kind: 'key' });
  for (const keys of administrators) {
    const key = keys.openSealed(info, box);
    if (key !== null) return key.length === KEY_BYTES ? key : null;
  }
  return null;
}

export function sealItem({ number, key }: ItemKey, place: ItemPlace, text: string): Buffer {
  const prefix = Buffer.alloc(NUMBER_BYTES);
  prefix.writeBigUInt64BE(BigInt(number));
  return Buffer.concat([prefix, seal(key, Buffer.from(text, 'utf8'), contextOf(place))]);
}

/** Under which item key a box is sealed, as it says itself; 0 for none. */
export function keyNumberOf(box: Buffer): number {
  if (box.length < NUMBER_BYTES) return 0;
  const number = Number(box.readBigUInt64BE());
  return Number.isSafeInteger(number) ? number : 0;
}

/** @returns `null` for another key or place, or a single changed bit */
export function openItem(key: Buffer, place: ItemPlace, box: Buffer): string | null {
  return open(key, box.subarray(NUMBER_BYTES), contextOf(place))?.toString('utf8') ?? null;
}
