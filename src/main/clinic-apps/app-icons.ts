import { z } from 'zod';
import type { AccountKey } from '../keys/account-key.js';
import { SealedDocument } from '../keys/sealed-document.js';
import { type ClinicAppParts, iconRecord } from './records.js';

/** A picture as `site-icon.ts` makes it; nothing else is ever given to a window. */
const iconSchema = z
  .string()
  .regex(/^data:image\/(png|jpeg|gif|webp|x-icon);base64,[a-zA-Z0-9+/]+={0,2}$/);

/** The pictures of clinic apps, each in a sealed record of its own. */
export class AppIcons {
  readonly #parts: Pick<ClinicAppParts, 'store' | 'keys'>;
  /** A cache, because views ask for icons again and again; valid for one session's key. */
  readonly #known = new Map<string, string | null>();
  #knownWith: AccountKey | null = null;

  constructor(parts: Pick<ClinicAppParts, 'store' | 'keys'>) {
    this.#parts = parts;
  }

  of(appId: string): string | null {
    const key = this.#parts.keys.held;
    if (key !== this.#knownWith) {
      this.#known.clear();
      this.#knownWith = key;
    }
    if (key === null) return null;
    const known = this.#known.get(appId);
    if (known !== undefined) return known;
    const icon = this.#document(appId).read(key);
    this.#known.set(appId, icon);
    return icon;
  }

  set(appId: string, icon: string): void {
    this.#document(appId).write(this.#parts.keys.key, iconSchema.parse(icon));
    this.#known.delete(appId);
  }

  remove(appId: string): void {
    this.#parts.store.deleteSealed(iconRecord(appId));
    this.#known.delete(appId);
  }

  #document(appId: string): SealedDocument<string> {
    return new SealedDocument(this.#parts.store, iconRecord(appId), iconSchema);
  }
}
