import { performance } from 'node:perf_hooks';
import { test } from 'playwright/test';

/** Tests of this kind are the rows of docs/reliability.md, by their titles. */
export const RELIABILITY = { tag: '@reliability' };

/**
 * Tests of this kind take minutes and prove what others prove more quickly: `npm test -- long` runs them, and
 * `npm test` does not.
 */
export const LONG = { tag: '@long' };
/** Tests of this kind tell people and readers apart by milliseconds: they run after the others, one by one. */
export const ALONE = { tag: '@alone' };
export const LONG_RELIABILITY = { tag: [RELIABILITY.tag, LONG.tag] };

/** What a row says beside that its promise was kept. Printed, and never asserted. */
export function measured(what: string): void {
  test.info().annotations.push({ type: 'measured', description: what });
}

/** Waits until something is so. @returns how long it took, in milliseconds, to 20 ms */
export async function timeUntil(isSo: () => Promise<boolean>, boundMs: number): Promise<number> {
  const startedMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedMs > boundMs) throw new Error(`not within ${boundMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Math.round(performance.now() - startedMs);
}
