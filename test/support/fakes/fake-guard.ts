import type { Guard } from '../../../src/main/ports/index.js';

/** A guard that only remembers what it was told last. */
export class FakeGuard implements Guard {
  /** In milliseconds, from when it was told; `null` when nothing is to be cleared. */
  clearInMs: number | null = null;

  expect(clearInMs: number | null): void {
    this.clearInMs = clearInMs;
  }
}
