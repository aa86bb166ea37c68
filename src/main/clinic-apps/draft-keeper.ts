import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { DRAFT_HOURS } from '../../shared/clinic-apps/clinic-app.js';
import type { DraftField, DraftView } from '../../shared/clinic-apps/guard-bar.js';
import {
  LONGEST_TYPED_VALUE,
  MOST_TYPED_FIELDS,
  type TypedField,
} from '../../shared/clinic-apps/page-probe.js';
import type { RecordKey } from '../keys/record-key.js';
import { SealedDocument } from '../keys/sealed-document.js';
import { bestEffort } from './best-effort.js';
import type { ClinicAppKeeper } from './clinic-app-keeper.js';
import { keepable } from './draft-filter.js';
import { type ClinicAppParts, draftsRecord } from './records.js';
import { isWithinHours } from './wall-age.js';

/** The most drafts that are kept for one member; the oldest one is deleted. */
export const MOST_DRAFTS = 20;
/** A text that is shorter, in characters, is not searched for within longer texts. */
const LEAST_PART = 12;
/** The longest label that is kept, in characters. */
const LONGEST_LABEL = 200;

const draftSchema = z.strictObject({
  appId: z.uuid(),
  /** A hash of the page's address: the address itself is not kept. */
  page: z.base64(),
  /** The session in which it was typed. */
  session: z.uuid(),
  /** When, on the wall clock: milliseconds since 1970. */
  typedAt: z.number(),
  fields: z.array(z.strictObject({ label: z.string(), text: z.string() })).max(MOST_TYPED_FIELDS),
});
const draftsSchema = z.array(draftSchema).max(MOST_DRAFTS);
type Draft = z.infer<typeof draftSchema>;

export interface DraftKeeperParts extends ClinicAppParts {
  readonly apps: Pick<ClinicAppKeeper, 'byId' | 'rules'>;
}

/**
 * Keeps text that a member typed into a page and did not send, sealed, so that the end of the session
 * does not lose it. It is offered to the same member on the same page, in a later session, for
 * {@link DRAFT_HOURS}. `draft-filter.ts` decides what may be kept at all.
 */
export class DraftKeeper {
  readonly #parts: DraftKeeperParts;
  #session: { readonly id: string; readonly memberId: string } | null = null;

  constructor(parts: DraftKeeperParts) {
    this.#parts = parts;
  }

  /**
   * Begins a member's session. Deletes drafts that are too old, or whose app is gone. Call it while the
   * member's keys are held.
   */
  beginSession(memberId: string): void {
    this.#session = { id: randomUUID(), memberId };
    const key = this.#parts.keys.own;
    if (key === null) return;
    const stored = this.#document(memberId).read(key) ?? [];
    const living = stored.filter((draft) => this.#lives(draft));
    if (living.length < stored.length) bestEffort(() => this.#write(key, memberId, living));
  }

  endSession(): void {
    this.#session = null;
  }

  /**
   * Replaces this session's draft of a page by what was typed there lately. Drafts of earlier sessions
   * stay until the member discards or sends them. Does nothing when nothing may be kept, the rules turn
   * drafts off, or this member has no live session.
   * @throws when it cannot be stored
   */
  keep(memberId: string, appId: string, address: string, typed: readonly TypedField[]): void {
    const key = this.#parts.keys.own;
    const session = this.#session;
    if (key === null || session?.memberId !== memberId) return;
    if (!this.#parts.apps.rules().keepDrafts || this.#parts.apps.byId(appId) === null) return;
    const fields = withinLimits(keepable(typed));
    if (fields.length === 0) return;
    const page = fingerprint(address);
    const drafts = this.#read(key, memberId);
    const same = (draft: Draft): boolean =>
      isOf(draft, appId, page) && draft.session === session.id;
    const before = drafts.find(same);
    // The page is read again and again, also while somebody types only into fields that are not kept.
    if (isDeepStrictEqual(before?.fields, fields)) return;
    const draft = { appId, page, session: session.id, typedAt: this.#now(), fields };
    const others = drafts.filter((other) => !same(other));
    this.#write(key, memberId, [...others, draft].slice(-MOST_DRAFTS));
  }

  /**
   * What this member typed on this page in earlier sessions, the latest first; never what the present
   * session typed, which is still in the page.
   * @returns `null` when there is nothing
   */
  for(memberId: string, appId: string, address: string): DraftView | null {
    const key = this.#parts.keys.own;
    const session = this.#session;
    if (key === null || session?.memberId !== memberId) return null;
    if (!this.#parts.apps.rules().keepDrafts) return null;
    const page = fingerprint(address);
    const earlier = this.#read(key, memberId)
      .filter((draft) => isOf(draft, appId, page) && draft.session !== session.id)
      .reverse();
    const latest = earlier[0];
    if (latest === undefined) return null;
    const fields = new Map<string, DraftField>();
    for (const field of earlier.flatMap((draft) => draft.fields))
      if (!fields.has(field.text)) fields.set(field.text, field);
    return { typedAt: latest.typedAt, fields: [...fields.values()] };
  }

  /**
   * The member discards what was typed on this page in earlier sessions.
   * @throws when it cannot be stored
   */
  discard(memberId: string, appId: string, address: string): void {
    const own = this.#session?.id;
    this.#change(memberId, appId, address, () => (draft) => (draft.session === own ? [draft] : []));
  }

  /**
   * A form of the page was sent, so the site has what this session typed: that draft is deleted. Text of
   * an earlier session is deleted only if the form held it too. Otherwise the form was another one, such
   * as the sign-in in front of the page, and the text is still needed.
   *
   * @param sent the texts in the form, in addition to what this session typed
   * @throws when it cannot be stored
   */
  submitted(memberId: string, appId: string, address: string, sent: readonly string[]): void {
    const own = this.#session?.id;
    this.#change(memberId, appId, address, (ofPage) => {
      const typed = ofPage.filter(({ session }) => session === own).flatMap(({ fields }) => fields);
      const texts = [...typed.map(({ text }) => text), ...sent];
      return (draft) => (draft.session === own ? [] : without(draft, texts.map(inOneLine)));
    });
  }

  /**
   * Changes a member's drafts of one page.
   * @param change gets all of them, and returns the function that maps each one to what it becomes
   */
  #change(
    memberId: string,
    appId: string,
    address: string,
    change: (ofPage: readonly Draft[]) => (draft: Draft) => readonly Draft[],
  ): void {
    const key = this.#parts.keys.own;
    if (key === null) return;
    const page = fingerprint(address);
    const drafts = this.#read(key, memberId);
    const becomes = change(drafts.filter((draft) => isOf(draft, appId, page)));
    const changed = drafts.flatMap((draft) =>
      isOf(draft, appId, page) ? becomes(draft) : [draft],
    );
    if (!isDeepStrictEqual(changed, drafts)) this.#write(key, memberId, changed);
  }

  #read(key: RecordKey, memberId: string): readonly Draft[] {
    const drafts = this.#document(memberId).read(key) ?? [];
    return drafts.filter((draft) => this.#lives(draft));
  }

  #write(key: RecordKey, memberId: string, drafts: readonly Draft[]): void {
    if (drafts.length === 0) this.#parts.store.deleteSealed(draftsRecord(memberId));
    else this.#document(memberId).write(key, [...drafts]);
  }

  #lives({ appId, typedAt }: Draft): boolean {
    return (
      isWithinHours(typedAt, this.#now(), DRAFT_HOURS) && this.#parts.apps.byId(appId) !== null
    );
  }

  #now(): number {
    return this.#parts.clock.now().wallMs;
  }

  #document(memberId: string): SealedDocument<Draft[]> {
    return new SealedDocument(this.#parts.store, draftsRecord(memberId), draftsSchema);
  }
}

function isOf(draft: Draft, appId: string, page: string): boolean {
  return draft.appId === appId && draft.page === page;
}

/** What is left of a draft without the texts that the site has. */
function without(draft: Draft, sent: readonly string[]): readonly Draft[] {
  const fields = draft.fields.filter(
    (field) => !sent.some((one) => holds(one, inOneLine(field.text))),
  );
  return fields.length === 0 ? [] : [{ ...draft, fields }];
}

/** A short text can occur in any other text: it must equal a whole sent text. */
function holds(sent: string, text: string): boolean {
  return text.length < LEAST_PART ? sent === text : sent.includes(text);
}

/** Makes each run of spaces and line breaks one space, as pages and copying change them. */
function inOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function withinLimits(fields: readonly TypedField[]): DraftField[] {
  return fields.slice(-MOST_TYPED_FIELDS).map(({ label, value }) => ({
    label: label.slice(0, LONGEST_LABEL),
    text: value.slice(0, LONGEST_TYPED_VALUE),
  }));
}

/**
 * Identifies a page by its address with the query: in many systems only the query says which patient
 * the page is about, and one patient's text must not be offered on another patient's page. Only an
 * anchor within the page makes no difference.
 */
function fingerprint(address: string): string {
  const url = new URL(address);
  if (/^#[\w-]*$/.test(url.hash)) url.hash = '';
  return createHash('sha256').update(url.href).digest('base64');
}
