import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks until there is something.
 * @param boundMs how long it may take, in milliseconds
 * @throws `otherwise`, when it takes longer
 */
export async function soon<Found>(
  look: () => Found | undefined | Promise<Found | undefined>,
  otherwise: string,
  boundMs: number,
): Promise<Found> {
  const deadline = performance.now() + boundMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(otherwise);
    await sleep(50);
  }
}

/** Waits until something is so, in the same way. */
export async function soonSo(
  isSo: () => boolean | Promise<boolean>,
  otherwise: string,
  boundMs: number,
): Promise<void> {
  await soon(async () => (await isSo()) || undefined, otherwise, boundMs);
}
