import { sealFor } from '../../../src/main/keys/hpke.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import {
  commitmentTo,
  eventHash,
  FIRST_LINK,
  firstKeyInfo,
  handOver,
  headText,
  keyAfter,
  linkAfter,
  sealOf,
  segmentLink,
} from '../../../src/main/keys/trail-seal.js';
import type {
  SealedRow,
  StoredHead,
  TrailAnchor,
  TrailCopy,
  TrailSegment,
  TrailState,
} from '../../../src/main/ports/index.js';

const MEMBER = '11111111-1111-4111-8111-111111111111';

/** The keys of all trails: making them takes longer than everything else. */
const member = SeedKeys.fresh();
const administrators = SeedKeys.fresh();

/** A trail in memory, written as the database's one is. Its parts may be edited. */
export class MemoryTrail implements TrailCopy {
  readonly workstation = 'station-1';
  rowList: SealedRow[] = [];
  segmentList: TrailSegment[] = [];
  headList: StoredHead[] = [];
  stateNow: TrailState | null = null;
  readonly anchors: TrailAnchor[] = [];
  #at = 1_800_000_000_000;
  #random = 0;

  happens(event: string, detail: string | null = null): void {
    if (this.segmentList.length === 0) this.begin();
    const before = this.stateNow;
    if (before === null) throw new Error('no segment');
    this.#at += 1_000;
    const columns = {
      ...{ id: before.events + 1, at: this.#at, workstation: this.workstation, memberId: MEMBER },
      ...{
        event,
        cause: null,
        measuredMs: 4.25,
        limitSeconds: 60,
        latenessMs: 0,
        wipe: null,
        detail,
      },
    };
    const hash = eventHash(columns);
    const link = linkAfter(before.link, hash);
    this.rowList.push({ ...columns, link, seal: sealOf(before.key, hash, link) });
    this.stateNow = { events: columns.id, link, key: keyAfter(before.key) };
  }

  /** Begins a segment. */
  begin(): void {
    const before = this.stateNow;
    const key = Buffer.alloc(32, (this.#random += 1));
    const after = before?.events ?? 0;
    const header = {
      ...{ number: this.segmentList.length + 1, after, sealed: after },
      ...{ administrators: administrators.publicKeys.opening, commitment: commitmentTo(key) },
    };
    const holder = Buffer.from(header.administrators, 'base64');
    this.segmentList.push({
      ...header,
      firstKey: sealFor(holder, firstKeyInfo(this.workstation, header), key),
      proof: before === null ? null : handOver(before.key, header),
    });
    this.stateNow = { events: after, link: segmentLink(before?.link ?? FIRST_LINK, header), key };
  }

  sign(): void {
    const last = this.rowList.at(-1);
    if (last?.link === undefined || last.link === null) return;
    const head = { memberId: MEMBER, at: this.#at, events: last.id, link: last.link };
    const signature = member.sign(headText({ ...head, workstation: this.workstation }));
    const id = this.headList.length + 1;
    this.headList.push({ ...head, id, key: member.publicKeys.signing, signature });
  }

  /** A decision of the clinic, which names how far the trail has come. */
  decide(): void {
    const last = this.rowList.at(-1);
    if (last?.link === undefined || last.link === null) return;
    this.anchors.push({ events: last.id, link: last.link, at: this.#at });
  }

  get proofs() {
    const owner = { memberId: MEMBER, key: member.publicKeys.signing, isAdministrator: true };
    return {
      owners: [{ ...owner, from: 0, until: null }],
      anchors: this.anchors,
      openFirstKey: (info: Buffer, sealed: Buffer) => administrators.openSealed(info, sealed),
    };
  }

  rows(after: number, most: number): readonly SealedRow[] {
    const sorted = [...this.rowList].sort((a, b) => a.id - b.id);
    return sorted.filter(({ id }) => id > after).slice(0, most);
  }

  heads(after: number, most: number): readonly StoredHead[] {
    return this.headList.filter(({ id }) => id > after).slice(0, most);
  }

  segments(): readonly TrailSegment[] {
    return this.segmentList;
  }

  cuts(): readonly [] {
    return [];
  }

  state(): TrailState | null {
    return this.stateNow;
  }

  isGuarded(): boolean {
    return true;
  }
}
