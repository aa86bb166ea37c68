import { isRecord } from '../../../shared/policy/read-policy.js';
import { readJson } from '../../../shared/texts/json.js';
import {
  type ClinicServer,
  type Clock,
  type EventTags,
  LONGEST_ITEM,
  type OwnItem,
  type SealedRow,
  ServerAwayError,
  type TrailItemKind,
  type TrailStore,
} from '../../ports/index.js';
import { partText, rowText } from '../trail-text.js';
import { freshItemKey, type ItemKey, type ItemPlace, sealItem } from './item-box.js';

/** How many events go at once, and at most so many signatures with them. */
const AT_ONCE = 100;
const MOST_HEADS = 300;
/** How long the server may take for a call, in milliseconds. */
const CALL_MS = 5_000;
/** What happens in such a time goes together, in milliseconds. */
const TOGETHER_MS = 1_000;
/** After a call that failed nothing is sent for so long, each time twice as long; in milliseconds. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;

/** This computer, as it writes into the clinic's common audit. */
export interface TrailWriter {
  /** The name of the clinic's log. */
  readonly log: string;
  readonly workstation: string;
  /** The administrators' public opening key, in base 64. */
  readonly administrators: string;
  /** A name that tells the server nothing. */
  readonly tagOf: (what: 'event' | 'member', subject: string) => Buffer;
}

export interface TrailSenderParts {
  readonly trail: Pick<TrailStore, 'workstation' | 'rows' | 'segments' | 'heads' | 'cuts'>;
  readonly clock: Clock;
  /** The server while it is in contact. */
  readonly server: () => ClinicServer | null;
  /** `null` while this computer has the account for itself, or the keychain has not opened. */
  readonly writer: () => TrailWriter | null;
}

/** A part of the trail, before it is sealed. */
interface Part {
  readonly kind: TrailItemKind;
  readonly number: number;
  readonly text: string;
  /** Of an event. */
  readonly row?: SealedRow;
}

type Tips = Record<TrailItemKind, number>;

/** Where a connection stands. */
interface Sending {
  readonly server: ClinicServer;
  readonly tips: Tips;
}

/**
 * Brings this computer's audit trail to the clinic's server, and what the server forgot again. Nobody waits for
 * it, and it never rejects: what did not go is sent later.
 */
export class TrailSender {
  readonly #parts: TrailSenderParts;
  #sending: Sending | null = null;
  #running: Promise<void> | null = null;
  /** Whether something may be there that was not sent. */
  #hasMore = true;
  #itemKey: (ItemKey & { readonly holder: string; readonly log: string }) | null = null;
  #pauseMs = 0;
  #notBeforeBootMs = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;

  constructor(parts: TrailSenderParts) {
    this.#parts = parts;
  }

  /** How many events the server has taken over the connection that is open; `null` when that is not known. */
  get sent(): number | null {
    const { server } = this.#parts;
    return this.#sending !== null && this.#sending.server === server()
      ? this.#sending.tips.event
      : null;
  }

  /** Something was recorded. */
  appended(): void {
    this.#hasMore = true;
    if (this.#parts.server() === null) return;
    this.#cancelTimer ??= this.#parts.clock.after(TOGETHER_MS, () => {
      this.#cancelTimer = null;
      void this.follow();
    });
  }

  /** Call it whenever the server was in contact. @returns when all is sent, as far as it can be */
  follow(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /**
   * Sends what is not sent yet over a connection of the caller's own.
   * @returns rejects with {@link ServerAwayError}
   */
  async sendOver(server: ClinicServer): Promise<void> {
    await this.#running;
    const writer = this.#parts.writer();
    if (writer !== null) await this.#sendAll({ server, tips: await tipsOf(server) }, writer);
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#sending = null;
    this.#forgetKey();
  }

  async #run(): Promise<void> {
    while (this.#hasMore || this.#sending?.server !== this.#parts.server()) {
      const { server: serverNow, writer: writerNow, clock } = this.#parts;
      const [server, writer] = [serverNow(), writerNow()];
      if (server === null || writer === null) return;
      if (clock.now().bootMs < this.#notBeforeBootMs) return;
      this.#hasMore = false;
      try {
        // Another connection may be to a server that forgot something.
        if (this.#sending?.server !== server)
          this.#sending = { server, tips: await tipsOf(server) };
        await this.#sendAll(this.#sending, writer);
        this.#pauseMs = 0;
      } catch (error) {
        this.#hasMore = true;
        this.#sending = null;
        this.#wait();
        if (!(error instanceof ServerAwayError)) process.emitWarning(String(error));
      }
    }
  }

  /** A server that does not take it must not lose its connection again and again. */
  #wait(): void {
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, this.#pauseMs * 2));
    this.#notBeforeBootMs = this.#parts.clock.now().bootMs + this.#pauseMs;
  }

  async #sendAll({ server, tips }: Sending, writer: TrailWriter): Promise<void> {
    for (;;) {
      const items = this.#next(tips, writer);
      if (items.length === 0) break;
      await server.bringTrail(items, CALL_MS);
      for (const { kind, number } of items) tips[kind] = Math.max(tips[kind], number);
    }
    await this.#drop(server, tips);
  }

  /** What goes next, in an order in which everything that is there can be opened and checked. */
  #next(tips: Tips, writer: TrailWriter): readonly OwnItem[] {
    const parts = this.#nextProofs(tips);
    if (parts.length === 0) parts.push(...this.#nextEvents(tips));
    if (parts.length === 0) return [];
    const key = this.#keyFor(tips, writer);
    const items = parts.map(({ kind, number, text, row }) => {
      const box = boxOf(key, { ...writer, kind, number }, text);
      return { kind, number, box, tags: row === undefined ? null : tagsOf(row, writer) };
    });
    return key.item === null ? items : [key.item, ...items];
  }

  #nextProofs(tips: Tips): Part[] {
    const { trail } = this.#parts;
    const segments = trail.segments().map((segment) => ({
      ...{ kind: 'segment' as const, number: segment.number },
      text: partText({ trail: trail.workstation, ...segment }),
    }));
    const cuts = trail.cuts().map((cut, index) => ({
      ...{ kind: 'cut' as const, number: index + 1 },
      text: partText({ trail: trail.workstation, ...cut }),
    }));
    return [...segments, ...cuts]
      .filter(({ kind, number }) => number > tips[kind])
      .slice(0, AT_ONCE);
  }

  /** Signatures go with the events under which they stand: neither is there without the other. */
  #nextEvents(tips: Tips): readonly Part[] {
    const { trail } = this.#parts;
    const cutAt = cutOf(trail);
    const rows = trail.rows(Math.max(tips.event, cutAt), AT_ONCE);
    const last = rows.length < AT_ONCE ? Number.POSITIVE_INFINITY : (rows.at(-1)?.id ?? 0);
    const some = trail.heads(tips.head, MOST_HEADS);
    const later = some.findIndex(({ events }) => events > last);
    const heads = some
      .slice(0, later === -1 ? some.length : later)
      .filter(({ events }) => events > cutAt);
    return [
      ...heads.map((head) => ({
        ...{ kind: 'head' as const, number: head.id },
        text: partText({ trail: trail.workstation, ...head }),
      })),
      ...rows.map((row) => ({ kind: 'event' as const, number: row.id, text: rowText(row), row })),
    ];
  }

  /** The key of this run, and its item where the server does not have it. */
  #keyFor(tips: Tips, writer: TrailWriter): ItemKey & { readonly item: OwnItem | null } {
    const { administrators: holder, log, workstation } = writer;
    const kept = this.#itemKey;
    if (kept?.holder === holder && kept.log === log && kept.number === tips.key)
      return { ...kept, item: null };
    this.#forgetKey();
    const number = tips.key + 1;
    const { key, box } = freshItemKey({ log, workstation, number }, holder);
    this.#itemKey = { number, key, holder, log };
    return { number, key, item: { kind: 'key', number, box, tags: null } };
  }

  #forgetKey(): void {
    this.#itemKey?.key.fill(0);
    this.#itemKey = null;
  }

  /** Events that an administrator has removed here go there as well. */
  async #drop(server: ClinicServer, tips: Tips): Promise<void> {
    const { trail } = this.#parts;
    const cutAt = cutOf(trail);
    if (cutAt === 0 || this.#dropped.get(server) === cutAt) return;
    const first = firstHeadAfter(trail, cutAt);
    await server.dropTrail(cutAt, first === null ? tips.head : first - 1, CALL_MS);
    this.#dropped.set(server, cutAt);
  }

  /** Up to which event each connection was told. */
  readonly #dropped = new WeakMap<ClinicServer, number>();
}

/** The last event that an administrator has removed. */
function cutOf(trail: Pick<TrailStore, 'cuts'>): number {
  return Math.max(0, ...trail.cuts().map(({ events }) => events));
}

/** The first signature of what is still there. */
function firstHeadAfter(trail: Pick<TrailStore, 'heads'>, cutAt: number): number | null {
  for (let after = 0; ;) {
    const some = trail.heads(after, AT_ONCE);
    const found = some.find(({ events }) => events > cutAt);
    if (found !== undefined) return found.id;
    const last = some.at(-1);
    if (last === undefined || some.length < AT_ONCE) return null;
    after = last.id;
  }
}

async function tipsOf(server: ClinicServer): Promise<Tips> {
  const tips: Tips = { key: 0, segment: 0, event: 0, head: 0, cut: 0 };
  for (const { kind, last } of await server.trailTips('own', CALL_MS)) tips[kind] = last;
  return tips;
}

/** What is too long for the server goes without its content: then it is at least seen that it is missing. */
function boxOf(key: ItemKey, place: ItemPlace, text: string): Buffer {
  const box = sealItem(key, place, text);
  return box.length <= LONGEST_ITEM ? box : sealItem(key, place, '');
}

function tagsOf(row: SealedRow, { tagOf }: TrailWriter): EventTags {
  const by = doneBy(row.detail);
  return {
    // Another program may have written any number.
    atMs: Math.min(Math.max(0, row.at), Number.MAX_SAFE_INTEGER),
    event: tagOf('event', row.event),
    member: row.memberId === null ? null : tagOf('member', row.memberId),
    by: by === null ? null : tagOf('member', by),
  };
}

function doneBy(detail: string | null): string | null {
  const json = detail === null ? null : readJson(detail);
  const by = json?.ok === true && isRecord(json.value) ? json.value['by'] : null;
  return typeof by === 'string' ? by : null;
}
