import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Stands where a Linux desktop keeps the program that opens an address in the person's browser, and
 * writes down what it is asked to open.
 */
export class FakeBrowser {
  readonly #folder: string;

  /** @param folder for the program and its notes; made */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> '${this.#notes}'\n`;
    writeFileSync(join(folder, 'xdg-open'), script, { mode: 0o755 });
  }

  /** A search path that finds it before any other. */
  pathBefore(path: string): string {
    return `${this.#folder}:${path}`;
  }

  /** The addresses that were opened, oldest first. */
  get opened(): readonly string[] {
    if (!existsSync(this.#notes)) return [];
    return readFileSync(this.#notes, 'utf8').trim().split('\n');
  }

  get #notes(): string {
    return join(this.#folder, 'opened');
  }
}
