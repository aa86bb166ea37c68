import type {
  DatabaseShare,
  PendingWipe,
  SealedActivity,
  SessionEnd,
  SessionRecord,
  SessionStore,
} from '../../../src/main/ports/index.js';
import { Journal } from './journal.js';

type SessionStoreWrite = Exclude<keyof SessionStore, 'current' | 'isThere' | 'pendingWipe'>;

/**
 * This workstation's session records in memory, with the SQL store's rules: one row at the most for
 * the session, deletion by id, a mark that is there already stays as it is.
 */
export class MemorySessionStore implements SessionStore {
  readonly journal: Journal;
  /** Without it every write throws: the disk is full. */
  writable = true;
  /** Single writes that throw. */
  readonly failing = new Set<SessionStoreWrite>();
  /** All sessions that were ever begun, as they were then. */
  readonly begun: SessionRecord[] = [];
  #session: SessionRecord | null = null;
  readonly #marks = new Map<string, PendingWipe>();

  constructor(journal: Journal = new Journal()) {
    this.journal = journal;
  }

  /** @returns what puts it back to how it is now */
  snapshot(): () => void {
    const session = this.#session;
    const marks = [...this.#marks];
    return () => {
      this.#session = session;
      this.#marks.clear();
      for (const [id, mark] of marks) this.#marks.set(id, mark);
    };
  }

  current(): SessionRecord | null {
    return this.#session === null ? null : copy(this.#session);
  }

  isThere(sessionId: string): boolean {
    return this.#session?.id === sessionId;
  }

  begin(record: SessionRecord): void {
    this.#write('begin');
    if (this.#session !== null) throw new Error('UNIQUE constraint failed: session.only_row');
    this.#session = copy(record);
    this.begun.push(copy(record));
  }

  renew(sessionId: string, share: DatabaseShare): void {
    this.#write('renew');
    if (this.#session?.id === sessionId) this.#session = copy({ ...this.#session, ...share });
  }

  recordActivity(sessionId: string, activity: SealedActivity): void {
    this.#write('recordActivity');
    if (this.#session?.id !== sessionId) return;
    if (this.#session.activity.counter < activity.counter)
      this.#session = { ...this.#session, activity };
  }

  revoke(sessionId: string): void {
    this.#write('revoke');
    if (this.#session?.id === sessionId) this.#session = null;
  }

  pendingWipe(): PendingWipe | null {
    return [...this.#marks.values()][0] ?? null;
  }

  markWipePending(end: SessionEnd): void {
    this.#write('markWipePending');
    if (!this.#marks.has(end.sessionId)) this.#marks.set(end.sessionId, { end, audited: false });
  }

  markWipeAudited(sessionId: string): void {
    this.#write('markWipeAudited');
    const mark = this.#marks.get(sessionId);
    if (mark !== undefined) this.#marks.set(sessionId, { ...mark, audited: true });
  }

  clearWipeMark(sessionId: string): void {
    this.#write('clearWipeMark');
    this.#marks.delete(sessionId);
  }

  #write(name: SessionStoreWrite): void {
    this.journal.call(`store.${name}`);
    if (this.writable && !this.failing.has(name)) return;
    // As SQLite says that a disk is full.
    throw Object.assign(new Error(`${name} was made to fail`), { rawCode: 13 });
  }
}

function copy(record: SessionRecord): SessionRecord {
  return {
    ...record,
    keyHalf: Buffer.from(record.keyHalf),
    wrappedKey: Buffer.from(record.wrappedKey),
  };
}
