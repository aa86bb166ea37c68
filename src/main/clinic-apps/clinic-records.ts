import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { hashOf } from '../account/shares.js';
import type { Decision } from '../ports/index.js';
import { type AppsDocument, appsSchema } from './apps-document.js';
import { APPS_RECORD, type ClinicAppParts, iconRecord } from './records.js';

/** Hashes of records by their names, as a decision names them; `null` removes one. */
export type SealedRecords = Readonly<Record<string, string | null>>;

/** A picture as `site-icon.ts` makes it; nothing else is ever given to a window. */
const iconSchema = z
  .string()
  .regex(/^data:image\/(png|jpeg|gif|webp|x-icon);base64,[a-zA-Z0-9+/]+={0,2}$/);

/** The list of clinic apps and their pictures, sealed under the clinic's key. */
export class ClinicRecords {
  readonly #parts: Pick<ClinicAppParts, 'keys' | 'account'>;
  /** What was opened, by the hashes of the boxes: views ask again and again. One session's alone. */
  readonly #opened = new Map<string, unknown>();

  constructor(parts: Pick<ClinicAppParts, 'keys' | 'account'>) {
    this.#parts = parts;
  }

  /** @returns `null` when there is none or nobody is signed in; `changed` when it cannot be opened */
  document(): AppsDocument | 'changed' | null {
    return this.#read(APPS_RECORD, appsSchema);
  }

  iconOf(appId: string): string | null {
    const icon = this.#read(iconRecord(appId), iconSchema);
    return icon === 'changed' ? null : icon;
  }

  /**
   * A decision that names these records again.
   * @returns with the list of apps that is among them, if it is; `null` when one cannot be opened
   */
  again(
    records: SealedRecords,
  ): { readonly decision: Decision; readonly document: AppsDocument | null } | null {
    const boxes: Buffer[] = [];
    let document: AppsDocument | null = null;
    for (const [name, hash] of Object.entries(records)) {
      if (hash === null) continue;
      const box = this.#parts.account.box(hash);
      const opened =
        name === APPS_RECORD
          ? this.#open(name, hash, appsSchema)
          : this.#open(name, hash, iconSchema);
      if (box === null || opened === 'changed' || opened === null) return null;
      if (typeof opened !== 'string') document = opened;
      boxes.push(box);
    }
    return { decision: { change: { kind: 'apps.changed', records }, boxes }, document };
  }

  withDocument(document: AppsDocument, also: () => void): Decision {
    return this.#with(
      { change: { kind: 'apps.changed', records: {} }, also },
      APPS_RECORD,
      document,
    );
  }

  withIcon(decision: Decision, appId: string, icon: string | null): Decision {
    return this.#with(decision, iconRecord(appId), icon === null ? null : iconSchema.parse(icon));
  }

  #with(decision: Decision, name: string, value: unknown): Decision {
    const { change, boxes = [] } = decision;
    const clinic = this.#parts.keys.clinic?.clinic;
    if (change.kind !== 'apps.changed' || clinic === undefined)
      throw new Error('Nobody is signed in, so there is no key.');
    if (value === null && this.#parts.account.state?.records[name] === undefined) return decision;
    const box = value === null ? null : clinic.seal(name, Buffer.from(JSON.stringify(value)));
    const records = { ...change.records, [name]: box === null ? null : hashOf(box) };
    return {
      ...decision,
      change: { ...change, records },
      boxes: box === null ? boxes : [...boxes, box],
    };
  }

  #read<T>(name: string, schema: z.ZodType<T>): T | 'changed' | null {
    return this.#open(name, this.#parts.account.state?.records[name], schema);
  }

  /** @returns `null` when there is none or nobody is signed in; `changed` when it cannot be opened */
  #open<T>(name: string, hash: string | undefined, schema: z.ZodType<T>): T | 'changed' | null {
    const { keys, account } = this.#parts;
    const clinic = keys.clinic?.clinic;
    if (clinic === undefined) {
      this.#opened.clear();
      return null;
    }
    if (hash === undefined) return null;
    if (!this.#opened.has(hash)) {
      const box = account.box(hash);
      const text = box === null ? null : clinic.open(name, box);
      const json = text === null ? null : readJson(text.toString('utf8'));
      text?.fill(0);
      const parsed = json?.ok === true ? schema.safeParse(json.value) : null;
      this.#opened.set(hash, parsed?.success === true ? parsed.data : 'changed');
    }
    return this.#opened.get(hash) as T | 'changed';
  }
}
