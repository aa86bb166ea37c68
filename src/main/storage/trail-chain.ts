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
    const state = this.#state();
    state?.key.fill(0);
    return state === null ? null : { events: state.events, link: state.link };
  }

  /** The link before the next event, its key, and the number before it. */
  #position(): { readonly before: Buffer; readonly key: Buffer; readonly last: number } {
    const state = this.#state();
    const administrators = this.#parts.administrators();
    const segment = this.#segment();
    if (state !== null && segment !== null && !this.#isTaken(state.events + 1)) {
      const same = administrators === null || segment.administrators === administrators;
      if (same) return { before: state.link, key: state.key, last: state.events };
      if (segment.administrators === null) this.#sealFirstKey(segment, administrators);
    }
    return this.#begin(state, segment?.number ?? 0, administrators ?? segment?.administrators);
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

  /** From the founding on, the key of the events before it is for administrators too. */
  #sealFirstKey(segment: SegmentHeader & { readonly first_key: Buffer }, holder: string): void {
    const sealed = this.#sealed(segment.first_key, { ...segment, administrators: holder });
    this.#run(
      this.#parts.database.build
        .updateTable('trail_segment')
        .set({ first_key: sealed })
        .where('number', '=', segment.number),
    );
    segment.first_key.fill(0);
  }

  #state(): TrailState | null {
    const { database } = this.#parts;
    const query = database.build.selectFrom('trail_state').select(['events', 'link', 'key']);
    const row = database.one(query);
    const state = row === undefined ? null : withBuffers(row);
    return state?.key.length === KEY_BYTES ? state : null;
  }

  #keep({ events, link, key }: TrailState): void {
    const { build } = this.#parts.database;
    const row = { events, link, key: Buffer.from(key) };
    const query = build.insertInto('trail_state').values({ only_row: 1, ...row });
    this.#run(query.onConflict((conflict) => conflict.column('only_row').doUpdateSet(row)));
  }

  #segment(): (SegmentHeader & { readonly first_key: Buffer }) | null {
    const { database } = this.#parts;
    const query = database.build.selectFrom('trail_segment').selectAll();
    const row = database.one(query.orderBy('number', 'desc').limit(1));
    return row === undefined ? null : withBuffers(row);
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
