/** What several fakes did, in the one order in which they did it. */
export class Journal {
  readonly entries: string[] = [];

  note(entry: string): void {
    this.entries.push(entry);
  }

  count(entry: string): number {
    return this.entries.filter((other) => other === entry).length;
  }

  clear(): void {
    this.entries.length = 0;
  }
}
