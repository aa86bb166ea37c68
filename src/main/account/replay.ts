import { setImmediate } from 'node:timers/promises';
import type { DecisionStore } from '../ports/index.js';
import type { ClinicState } from './clinic-state.js';
import { type Entry, readEntry, START } from './entry.js';
import { judge, type Judgement } from './judge.js';

/** How long the chain is read in one turn of the event loop, in milliseconds. */
const TURN_MS = 4;
/** How many entries are asked of the database at once. */
const PAGE = 100;

/**
 * Reads the chain, in slices, as far as its entries follow each other. Signatures are not checked here.
 * @param last the last entry that is read
 * @returns the link of each entry, by its number, after that of the start; and what the entries make together
 */
export async function replay(
  store: Pick<DecisionStore, 'entriesAfter'>,
  last: number,
): Promise<{ readonly links: Buffer[]; readonly state: ClinicState | null }> {
  const links = [START.link];
  let at = START;
  let state: ClinicState | null = null;
  let turnEnds = performance.now() + TURN_MS;
  for (;;) {
    const page = store.entriesAfter(at.seq, Math.min(PAGE, last - at.seq));
    for (const stored of page) {
      const entry: Entry | null = readEntry(stored, at);
      const judged: Judgement | null = entry === null ? null : judge(state, entry);
      if (judged?.ok !== true) return { links, state };
      state = judged.state;
      at = { seq: stored.seq, link: stored.link };
      links.push(stored.link);
      if (performance.now() < turnEnds) continue;
      await setImmediate();
      turnEnds = performance.now() + TURN_MS;
    }
    if (page.length < PAGE) return { links, state };
  }
}
