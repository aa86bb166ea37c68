import { readJson } from '../../shared/texts/json.js';
import type { RecordKey } from './record-key.js';

/** Where sealed records are kept, by their names. */
export interface SealedBoxes {
  sealed(name: string): Buffer | null;
  saveSealed(name: string, box: Buffer): void;
}

/** Checks whether this version understands a record; implemented by zod's schemas. */
export interface DocumentSchema<T> {
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** One JSON document, sealed under a key and bound to its name. */
export class SealedDocument<T> {
  readonly #boxes: SealedBoxes;
  readonly #name: string;
  readonly #schema: DocumentSchema<T>;

  constructor(boxes: SealedBoxes, name: string, schema: DocumentSchema<T>) {
    this.#boxes = boxes;
    this.#name = name;
    this.#schema = schema;
  }

  /** Whether there is a record at all, readable or not. */
  get isThere(): boolean {
    return this.#boxes.sealed(this.#name) !== null;
  }

  /** @returns `null` when the record is missing, was changed, or is not understood by this version */
  read(key: RecordKey): T | null {
    const box = this.#boxes.sealed(this.#name);
    const text = box === null ? null : key.open(this.#name, box);
    if (text === null) return null;
    const json = readJson(text.toString('utf8'));
    text.fill(0);
    const parsed = json.ok ? this.#schema.safeParse(json.value) : null;
    return parsed?.success === true ? parsed.data : null;
  }

  /** @throws when it cannot be stored; then the previous record stays */
  write(key: RecordKey, value: T): void {
    const text = Buffer.from(JSON.stringify(value), 'utf8');
    try {
      this.#boxes.saveSealed(this.#name, key.seal(this.#name, text));
    } finally {
      text.fill(0);
    }
  }
}
