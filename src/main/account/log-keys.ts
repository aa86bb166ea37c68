import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { subkey } from '../keys/derivation.js';
import { sealFor } from '../keys/hpke.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import { KEY_BYTES, open, seal } from '../keys/sealing.js';
import type { KeptLogKeys } from './changes.js';
import type { SharedState } from './clinic-state.js';
import { hashOf } from './shares.js';

/*
 * The keys under which everything is sealed that the clinic's server keeps. Each computer of the clinic has
 * them, also while nobody is signed in; the server has none. Whoever is taken out may have had the keys until
 * then, and does not get the next.
 *
 *   sealed text   4 bytes of the key's number · the text, sealed (keys/sealing.ts)
 */

const EPOCH_BYTES = 4;
const BOX_NAME_BYTES = 32;
const MARK_NAME_BYTES = 16;

const rowSchema = z.strictObject({ body: z.base64(), signature: z.base64() });
const sharesSchema = z.record(z.string(), z.base64());

/** What somebody signed: a decision, as a row of the log holds it, or what a workstation says of itself. */
export interface RowContent {
  readonly body: Buffer;
  readonly signature: Buffer;
}

/** This computer, as a workstation of the clinic: what it needs to read the log. */
export interface LogReader {
  readonly id: string;
  readonly keys: SeedKeys;
  readonly log: LogKeys;
  /** Keeps a new key of the log, in the transaction that is open. */
  readonly keep: () => void;
}

type Kind = 'row' | 'box' | 'beat';

export class LogKeys {
  readonly #keys: Map<number, Buffer>;
  /** Names tell the server nothing, and stay the same when there are new keys. */
  readonly #nameKey: Buffer;

  /** @param keys each {@link KEY_BYTES} long, by their numbers from 1 on; this object owns them from now on */
  constructor(keys: ReadonlyMap<number, Buffer>) {
    const first = keys.get(1);
    if (first === undefined || [...keys.values()].some((key) => key.length !== KEY_BYTES))
      throw new RangeError('Keys of a log have 32 bytes each, and begin with the first.');
    this.#keys = new Map(keys);
    this.#nameKey = subkey(first, 'clinic-workstation log names');
  }

  static fresh(): LogKeys {
    return new LogKeys(new Map([[1, randomBytes(KEY_BYTES)]]));
  }

  /** The number of the newest key. */
  get epoch(): number {
    return Math.max(...this.#keys.keys());
  }

  sealRow(row: RowContent): Buffer {
    return this.#seal('row', writeSigned(row), this.epoch);
  }

  /** @returns `null` for a row that was sealed under another key, was changed, or holds something else */
  openRow(row: Buffer): RowContent | null {
    return readSigned(this.#open('row', row));
  }

  /** @param epoch the one in force, as those who read it may not have a newer key */
  sealBeat(beat: RowContent, epoch: number): Buffer {
    return this.#seal('beat', writeSigned(beat), Math.min(epoch, this.epoch));
  }

  /** @returns as {@link openRow} */
  openBeat(beat: Buffer): RowContent | null {
    return readSigned(this.#open('beat', beat));
  }

  /** Whether something says that it is sealed under a newer key than there is here. Nothing proves it. */
  isNewer(sealed: Buffer): boolean {
    return sealed.length >= EPOCH_BYTES && sealed.readUInt32BE() > this.epoch;
  }

  /** @param epoch with which key, if not the newest */
  sealBox(box: Buffer, epoch = this.epoch): Buffer {
    return this.#seal('box', box, epoch);
  }

  /** @returns `null` for a box that was sealed under another key, or was changed */
  openBox(sealed: Buffer): Buffer | null {
    return this.#open('box', sealed);
  }

  /** The name under which the server keeps a box. @param hash as the state names it */
  boxName(hash: string): Buffer {
    return this.#name('box', hash).subarray(0, BOX_NAME_BYTES);
  }

  /** The name under which the server counts something. */
  markName(purpose: string, subject: string): Buffer {
    return this.#name(`mark ${purpose}`, subject).subarray(0, MARK_NAME_BYTES);
  }

  /** Only the first key, for whoever reads a log from its beginning and gets the others from it. */
  first(): LogKeys {
    return new LogKeys(new Map([[1, Buffer.from(this.#key(1))]]));
  }

  /** The keys of a log that was read anew, in the place of these; the other object is used no more. */
  become(other: LogKeys): void {
    this.#keys.clear();
    for (const [epoch, key] of other.#keys) this.#keys.set(epoch, key);
  }

  /** Forgets keys that never came into force: what was sealed under them nobody else could open. */
  dropAfter(epoch: number): void {
    for (const number of [...this.#keys.keys()])
      if (number > Math.max(1, epoch)) this.#keys.delete(number);
  }

  /** @returns a copy; `null` where there is none of this number */
  copyOf(epoch: number): Buffer | null {
    const key = this.#keys.get(epoch);
    return key === undefined ? null : Buffer.from(key);
  }

  /** Takes a newer key, which is used from now on. */
  add(epoch: number, key: Buffer): void {
    if (key.length !== KEY_BYTES) throw new RangeError('A key has 32 bytes.');
    this.#keys.set(epoch, key);
  }

  /** The keys themselves, for whoever keeps them sealed. */
  export(): ReadonlyMap<number, Buffer> {
    return new Map([...this.#keys].map(([epoch, key]) => [epoch, Buffer.from(key)]));
  }

  /** Overwrites them in memory. */
  forget(): void {
    for (const key of this.#keys.values()) key.fill(0);
    this.#nameKey.fill(0);
  }

  #seal(kind: Kind, text: Buffer, epoch: number): Buffer {
    const number = Buffer.alloc(EPOCH_BYTES);
    number.writeUInt32BE(epoch);
    return Buffer.concat([number, seal(this.#key(epoch), text, contextOf(kind, epoch))]);
  }

  #open(kind: Kind, sealed: Buffer): Buffer | null {
    if (sealed.length < EPOCH_BYTES) return null;
    const epoch = sealed.readUInt32BE();
    const key = this.#keys.get(epoch);
    return key === undefined
      ? null
      : open(key, sealed.subarray(EPOCH_BYTES), contextOf(kind, epoch));
  }

  #key(epoch: number): Buffer {
    const key = this.#keys.get(epoch);
    if (key === undefined) throw new Error('There is no such key of the log.');
    return key;
  }

  #name(purpose: string, subject: string): Buffer {
    return createHmac('sha256', this.#nameKey)
      .update(JSON.stringify([purpose, subject]))
      .digest();
  }
}

function writeSigned({ body, signature }: RowContent): Buffer {
  const text = JSON.stringify({
    body: body.toString('base64'),
    signature: signature.toString('base64'),
  } satisfies z.infer<typeof rowSchema>);
  return Buffer.from(text, 'utf8');
}

function readSigned(text: Buffer | null): RowContent | null {
  const json = text === null ? null : readJson(text.toString('utf8'));
  const parsed = json?.ok === true ? rowSchema.safeParse(json.value) : null;
  if (parsed?.success !== true) return null;
  const { body, signature } = parsed.data;
  return { body: Buffer.from(body, 'base64'), signature: Buffer.from(signature, 'base64') };
}

function contextOf(kind: Kind, epoch: number): readonly string[] {
  return ['log', kind, String(epoch)];
}

type About = Pick<SharedState, 'log'> & { readonly epoch: number };

/** JSON, so that no two contexts give the same bytes. */
function infoOf({ log, epoch }: About, holder: string): Buffer {
  return Buffer.from(JSON.stringify(['clinic-workstation log key', log, epoch, holder]));
}

/**
 * A new key of the log, for the computers that the clinic has after a decision, and for open codes.
 * @returns the key with its box, as the decision names it; the owner overwrites the key
 */
export function nextLogKey(after: Pick<SharedState, 'log' | 'keys' | 'workstations' | 'invited'>): {
  readonly keys: KeptLogKeys;
  readonly box: Buffer;
  readonly key: Buffer;
} {
  const key = randomBytes(KEY_BYTES);
  const epoch = after.keys.epoch + 1;
  const holders = Object.entries({ ...after.invited, ...after.workstations });
  const shares = holders.map(([id, { opening }]) => {
    const info = infoOf({ log: after.log, epoch }, id);
    return [id, sealFor(Buffer.from(opening, 'base64'), info, key).toString('base64')];
  });
  const box = Buffer.from(JSON.stringify(Object.fromEntries(shares)), 'utf8');
  return { keys: { epoch, box: hashOf(box) }, box, key };
}

/** @returns this computer's share of the log's newest key; `null` when there is none for it */
export function openLogKey(
  shared: Pick<SharedState, 'log' | 'keys'>,
  box: Buffer | null,
  holder: { readonly id: string; readonly keys: SeedKeys },
): Buffer | null {
  const json = box === null ? null : readJson(box.toString('utf8'));
  const parsed = json?.ok === true ? sharesSchema.safeParse(json.value) : null;
  const share = parsed?.success === true ? parsed.data[holder.id] : undefined;
  if (share === undefined) return null;
  const info = infoOf({ log: shared.log, epoch: shared.keys.epoch }, holder.id);
  const key = holder.keys.openSealed(info, Buffer.from(share, 'base64'));
  return key?.length === KEY_BYTES ? key : null;
}
