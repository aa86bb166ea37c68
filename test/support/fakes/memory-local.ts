import type { LocalStore, Notice, NoticeKind } from '../../../src/main/ports/index.js';

interface StoredNotice extends Notice {
  readonly memberId: string;
  seen: boolean;
}

/** What a computer keeps of the account that nobody decided, in memory, with the SQL store's rules. */
export class MemoryLocal implements LocalStore {
  writable = true;
  /** Called before each write, which comes to nothing when it throws. */
  beforeWrite: () => void = () => undefined;
  readonly #together: <T>(work: () => T) => T;
  readonly #signIns = new Map<string, number>();
  readonly #notices: StoredNotice[] = [];
  #suggested: string | null = null;
  #lastNoticeId = 0;

  /** @param together of the database in which it is kept */
  constructor(together: <T>(work: () => T) => T) {
    this.#together = together;
  }

  /** @returns what puts everything back to how it is now */
  snapshot(): () => void {
    const signIns = new Map(this.#signIns);
    const notices = this.#notices.map((notice) => ({ ...notice }));
    const suggested = this.#suggested;
    return () => {
      this.#signIns.clear();
      for (const [id, at] of signIns) this.#signIns.set(id, at);
      this.#notices.splice(0, Infinity, ...notices);
      this.#suggested = suggested;
    };
  }

  /** Nothing of the clinic is left. */
  clear(): void {
    this.#write();
    this.#signIns.clear();
    this.#notices.length = 0;
    this.#suggested = null;
  }

  together<T>(work: () => T): T {
    return this.#together(work);
  }

  recordSignIn(id: string, atMs: number): void {
    this.#write();
    const at = Math.round(atMs);
    for (const [other, otherAt] of this.#signIns)
      if (otherAt > at) this.#signIns.set(other, at - 1);
    this.#signIns.set(id, at);
  }

  signIns(): ReadonlyMap<string, number> {
    return this.#signIns;
  }

  suggestedPolicy(): string | null {
    return this.#suggested;
  }

  suggestPolicy(document: string): void {
    this.#write();
    this.#suggested = document;
  }

  addNotice(kind: NoticeKind, _atMs: number, recipients: readonly string[], amount?: number): void {
    this.#write();
    const id = (this.#lastNoticeId += 1);
    for (const memberId of recipients)
      this.#notices.push({ id, kind, amount: amount ?? null, memberId, seen: false });
  }

  noticesFor(memberId: string): readonly Notice[] {
    return this.#notices
      .filter((notice) => notice.memberId === memberId && !notice.seen)
      .map(({ id, kind, amount }) => ({ id, kind, amount }));
  }

  acknowledgeNotice(noticeId: number, memberId: string): void {
    this.#write();
    for (const notice of this.#notices)
      if (notice.id === noticeId && notice.memberId === memberId) notice.seen = true;
  }

  #write(): void {
    this.beforeWrite();
    if (!this.writable) throw new Error('the account database was made to fail');
  }
}
