import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { sealFor } from '../keys/hpke.js';
import { KEY_BYTES } from '../keys/sealing.js';
import {
  commitmentTo,
  type EventColumns,
  eventHash,
  FIRST_LINK,
  firstKeyInfo,
  handOver,
  keyAfter,
  linkAfter,
  sealOf,
  type SegmentHeader,
  segmentLink,
} from '../keys/trail-seal.js';
import type { TrailState } from '../ports/index.js';
import { withBuffers } from './blobs.js';
import type { AccountDatabase } from './database.js';

export interface TrailChainParts {
  readonly database: AccountDatabase;
  readonly workstation: string;
  /** Whose public key opens the trail's first keys, in base 64; `null` before there is a clinic. */
  readonly administrators: () => string | null;
}

/** The state and the newest segment; `null` where there is none. */
interface Now {
  readonly events: number | null;
  readonly link: Buffer | null;
  readonly key: Buffer | null;
  readonly number: number | null;
  readonly administrators: string | null;
  /** Whether a row has the next number already. */
  readonly taken: 0 | 1;
}

/** One query for each event. It has always one row. */
const NOW = sql<Now>`
  SELECT state.events, state.link, state.key, segment.number, segment.administrators,
    EXISTS (SELECT 1 FROM audit_event WHERE id = state.events + 1) AS taken
  FROM (SELECT 1) LEFT JOIN trail_state AS state
  LEFT JOIN trail_segment AS segment ON segment.number = (SELECT max(number) FROM trail_segment)`;

/** What an event gets beside its columns. */
export interface Proofs {
  readonly link: Buffer;
  readonly seal: Buffer;
}

/**
 * Gives each event its number, link and seal, and replaces the key.
 *
 * What holds: the file has the key of the next event and no key of an earlier one, because the row with the
 * key is overwritten (`secure_delete`). The write-ahead log keeps earlier keys until it is emptied: at the
 * end of each session, and soon after each event (`log-emptier.ts`). Whoever copies the files within that
 * second, or has an older copy or backup of them, can seal the events since then anew. Members' signatures
 * of the trail's links hold all the same. What the disk itself keeps of overwritten blocks is beyond the app.
 *
 * Whatever somebody did to the tables, an event can always be appended: a lost key, or a number that is taken,
 * begins a new segment, which a check of the trail shows.
 */
export class TrailChain {
  readonly #parts: TrailChainParts;

  constructor(parts: TrailChainParts) {
    this.#parts = parts;
  }

  /** Call it in the transaction that stores the event with the number and the proofs. */
  next(event: Omit<EventColumns, 'id'>): Proofs & { readonly id: number } {
    const { before, key, last } = this.#position();
    const id = last + 1;
    const hash = eventHash({ ...event, id });
    const link = linkAfter(before, hash);
    const seal = sealOf(key, hash, link);
    const next = keyAfter(key);
    key.fill(0);
    this.#keep({ events: id, link, key: next });
    next.fill(0);
    return { id, link, seal };
  }

  /** The last event and its link, or `null` before the first. */
  head(): Pick<TrailState, 'events' | 'link'> | null {
    const { state } = this.#now();
    state?.key.fill(0);
    return state === null ? null : { events: state.events, link: state.link };
  }

  /** The link before the next event, its key, and the number before it. */
  #position(): { readonly before: Buffer; readonly key: Buffer; readonly last: number } {
    const now = this.#now();
    const { state } = now;
    const administrators = this.#parts.administrators();
    if (state !== null && now.number !== null && now.taken === 0) {
      const isSame = administrators === null || now.administrators === administrators;
      if (isSame) return { before: state.link, key: state.key, last: state.events };
      if (now.administrators === null) this.#sealFirstKeys(administrators);
    }
    return this.#begin(state, now.number ?? 0, administrators ?? now.administrators);
  }

  #now(): Omit<Now, 'events' | 'link' | 'key'> & { readonly state: TrailState | null } {
    const { database } = this.#parts;
    const row = database.one({ compile: () => NOW.compile(database.build) });
    if (row === undefined) throw new Error('The database does not answer.');
    const { events, link, key, ...rest } = withBuffers(row);
    const isWhole = events !== null && link !== null && key?.length === KEY_BYTES;
    return { ...rest, state: isWhole ? { events, link, key } : null };
  }

  /** Begins a segment with a fresh first key. */
  #begin(
    state: TrailState | null,
    lastNumber: number,
    administrators: string | null | undefined,
  ): { readonly before: Buffer; readonly key: Buffer; readonly last: number } {
    const key = randomBytes(KEY_BYTES);
    const sealed = state?.events ?? this.#lastRow().id;
    const header: SegmentHeader = {
      number: lastNumber + 1,
      after: this.#lastTaken(sealed),
      sealed,
      administrators: administrators ?? null,
      commitment: commitmentTo(key),
    };
    const { number, after, commitment } = header;
    this.#run(
      this.#parts.database.build.insertInto('trail_segment').values({
        ...{ number, after, sealed, commitment },
        administrators: header.administrators,
        first_key: this.#sealed(key, header),
        proof: state === null ? null : handOver(state.key, header),
      }),
    );
    state?.key.fill(0);
    const link = state?.link ?? this.#lastRow().link;
    return { before: segmentLink(link, header), key, last: after };
  }

  #sealed(firstKey: Buffer, header: SegmentHeader): Buffer {
    const { administrators } = header;
    if (administrators === null) return Buffer.from(firstKey);
    const holder = Buffer.from(administrators, 'base64');
    return sealFor(holder, firstKeyInfo(this.#parts.workstation, header), firstKey);
  }

  /** From the founding on, the keys of the events before it are for administrators too. */
  #sealFirstKeys(holder: string): void {
    this.reseal((_info, kept) => (kept.length === KEY_BYTES ? kept : null), holder);
  }

  /**
   * Seals the first keys for other holders: for administrators' new key.
   * @param open gives a first key, or `null` to leave it as it is
   * @param holder the raw public key, in base 64
   */
  reseal(open: (info: Buffer, sealed: Buffer) => Buffer | null, holder: string): void {
    const { database, workstation } = this.#parts;
    const segments = database.all(database.build.selectFrom('trail_segment').selectAll());
    for (const segment of segments.map(withBuffers)) {
      const info = firstKeyInfo(workstation, segment);
      const key = open(info, segment.first_key);
      if (key === null || !commitmentTo(key).equals(segment.commitment)) continue;
      const sealed = sealFor(Buffer.from(holder, 'base64'), info, key);
      key.fill(0);
      const query = database.build.updateTable('trail_segment').set({ first_key: sealed });
      database.run(query.where('number', '=', segment.number));
    }
  }

  #keep({ events, link, key }: TrailState): void {
    const { build } = this.#parts.database;
    const row = { events, link, key: Buffer.from(key) };
    const query = build.insertInto('trail_state').values({ only_row: 1, ...row });
    this.#run(query.onConflict((conflict) => conflict.column('only_row').doUpdateSet(row)));
  }

  #isTaken(id: number): boolean {
    const { database } = this.#parts;
    const query = database.build.selectFrom('audit_event').select('id').where('id', '=', id);
    return database.one(query) !== undefined;
  }

  /** The last number that is taken without a gap, from this one on. */
  #lastTaken(from: number): number {
    if (!this.#isTaken(from + 1)) return from;
    const { database } = this.#parts;
    const query = database.build
      .selectFrom('audit_event as taken')
      .select('id')
      .where('id', '>', from)
      .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM audit_event WHERE id = taken.id + 1)`)
      .orderBy('id')
      .limit(1);
    return database.one(query)?.id ?? from;
  }

  #lastRow(): { readonly id: number; readonly link: Buffer } {
    const { database } = this.#parts;
    const query = database.build.selectFrom('audit_event').select(['id', 'link']);
    const row = database.one(query.orderBy('id', 'desc').limit(1));
    const link = row === undefined ? null : withBuffers(row).link;
    return { id: row?.id ?? 0, link: link ?? FIRST_LINK };
  }

  #run(query: Parameters<AccountDatabase['run']>[0]): void {
    this.#parts.database.run(query);
  }
}
