import { setImmediate } from 'node:timers/promises';
import type { DecisionStore } from '../ports/index.js';
import type { ClinicState } from './clinic-state.js';
import {
  type Entry,
  isSigned,
  type Position,
  readEntry,
  START,
  type StoredEntry,
} from './entry.js';
import { judge, type Judgement } from './judge.js';

/** How long the chain is read in one turn of the event loop, in milliseconds. */
const TURN_MS = 4;
/** How many signatures are checked side by side: node has four threads for it. */
const PAGE = 32;
/** How many entries are fetched together where nothing is checked. */
const STORED_PAGE = 100;

/**
 * Reads the chain, in slices, as far as its entries follow each other, are allowed, and are signed.
 * @param isKnown whether the signature of an entry was checked before
 * @param visit is called with each such entry, and the state before it
 * @returns the link of each entry, by its number, after that of the start; and what the entries make together
 */
export async function replay(
  store: Pick<DecisionStore, 'entriesAfter'>,
  isKnown: (entry: Entry) => boolean,
  visit: (entry: Entry, before: ClinicState | null) => void = () => undefined,
): Promise<{ readonly links: Buffer[]; readonly state: ClinicState | null }> {
  const pause = slices();
  const links = [START.link];
  let state: ClinicState | null = null;
  for (;;) {
    const after = { seq: links.length - 1, link: links.at(-1) ?? START.link };
    const page = await readPage(store.entriesAfter(after.seq, PAGE), after, pause);
    // What an entry makes must not be believed before its signature is checked.
    const signed = await Promise.all(
      page.map(async (entry) => isKnown(entry) || (await isSigned(entry))),
    );
    for (const [index, entry] of page.entries()) {
      const judged: Judgement | null = signed[index] === true ? judge(state, entry) : null;
      if (judged?.ok !== true) return { links, state };
      links.push(entry.link);
      visit(entry, state);
      state = judged.state;
      await pause();
    }
    if (page.length < PAGE) return { links, state };
  }
}

/** Every entry as it is stored, oldest first, page by page: nothing of it is checked. */
export function* everyEntry(store: Pick<DecisionStore, 'entriesAfter'>): Iterable<StoredEntry> {
  for (let seq = 0; ;) {
    const page = store.entriesAfter(seq, STORED_PAGE);
    yield* page;
    seq = page.at(-1)?.seq ?? seq;
    if (page.length < STORED_PAGE) return;
  }
}

/** These entries, as far as each follows the one before it. */
async function readPage(
  stored: readonly StoredEntry[],
  after: Position,
  pause: () => Promise<void>,
): Promise<readonly Entry[]> {
  const page: Entry[] = [];
  for (const one of stored) {
    const entry = readEntry(one, page.at(-1) ?? after);
    if (entry === null) return page;
    page.push(entry);
    await pause();
  }
  return page;
}

/** @returns lets other work go on when this turn of the event loop has lasted long enough */
export function slices(): () => Promise<void> {
  let turnEnds = performance.now() + TURN_MS;
  return async () => {
    if (performance.now() < turnEnds) return;
    await setImmediate();
    turnEnds = performance.now() + TURN_MS;
  };
}

/** What a chain says that stands beside the account's own; signatures are checked. */
export async function stateOf(entries: readonly StoredEntry[]): Promise<ClinicState | null> {
  if (entries.length === 0) return null;
  const after = (seq: number, most: number): readonly StoredEntry[] =>
    entries.filter((entry) => entry.seq > seq).slice(0, most);
  return (await replay({ entriesAfter: after }, () => false)).state;
}
