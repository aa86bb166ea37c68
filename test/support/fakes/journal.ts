/** What several fakes did, in the one order in which they did it. */
export class Journal {
  readonly entries: string[] = [];
  #callsLeft = Number.POSITIVE_INFINITY;
  #onDeath: () => void = () => undefined;
  #dead = false;

  note(entry: string): void {
    this.entries.push(entry);
  }

  /**
   * Notes a call that changes something which outlives the app.
   * @throws when the app that makes it was killed before it
   */
  call(entry: string): void {
    if (!this.#dead && this.#callsLeft <= 0) {
      this.#callsLeft = Number.POSITIVE_INFINITY;
      this.#onDeath();
    }
    if (this.#dead) throw new Error('the app was killed before this call');
    this.#callsLeft -= 1;
    this.note(entry);
  }

  /** `onDeath` is called instead of the first call after so many more. */
  dieAfter(calls: number, onDeath: () => void): void {
    this.#callsLeft = calls;
    this.#onDeath = onDeath;
  }

  /** Whether the app that makes the calls is dead: then nothing that it still does has any effect. */
  set dead(dead: boolean) {
    this.#dead = dead;
    if (dead) this.#callsLeft = Number.POSITIVE_INFINITY;
  }

  count(entry: string): number {
    return this.entries.filter((other) => other === entry).length;
  }

  clear(): void {
    this.entries.length = 0;
  }
}
