import type { FailedTries, IdentityStore } from '../../../src/main/ports/index.js';

/** Sealed records and failed tries in memory, with the SQL store's rules. */
export class MemoryIdentityStore implements IdentityStore {
  writable = true;
  /** Called before each write, which comes to nothing when it throws. */
  beforeWrite: () => void = () => undefined;
  readonly boxes = new Map<string, Buffer>();
  readonly tries = new Map<string, FailedTries>();

  /** @returns what puts the sealed records back to how they are now */
  snapshot(): () => void {
    const before = new Map(this.boxes);
    return () => {
      this.boxes.clear();
      for (const [name, box] of before) this.boxes.set(name, box);
    };
  }

  sealed(name: string): Buffer | null {
    const box = this.boxes.get(name);
    return box === undefined ? null : Buffer.from(box);
  }

  saveSealed(name: string, box: Buffer): void {
    this.#write();
    this.boxes.set(name, Buffer.from(box));
  }

  deleteSealed(name: string): void {
    this.#write();
    this.boxes.delete(name);
  }

  sealedNamesOf(memberId: string): readonly string[] {
    return [...this.boxes.keys()].sort().filter((name) => name.split('/').includes(memberId));
  }

  deleteSealedBelow(prefix: string): void {
    this.#write();
    if (prefix === '') throw new RangeError('Without a prefix every record would go.');
    for (const name of [...this.boxes.keys()]) if (name.startsWith(prefix)) this.boxes.delete(name);
  }

  failedTries(subject: string): FailedTries | null {
    return this.tries.get(subject) ?? null;
  }

  saveFailedTries(subject: string, tries: FailedTries | null): void {
    this.#write();
    if (tries === null) this.tries.delete(subject);
    else this.tries.set(subject, tries);
  }

  #write(): void {
    this.beforeWrite();
    if (!this.writable) throw new Error('the account database was made to fail');
  }
}
