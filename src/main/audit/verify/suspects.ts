import { eventHash, isSealed, linkAfter } from '../../keys/trail-seal.js';
import type { SealedRow, TrailCopy } from '../../ports/index.js';
import type { Problems } from './problems.js';
import type { Turns } from './turns.js';
import type { Suspect } from './walk.js';

/** Among more rows than these, nobody looks for what was swapped with what. */
const MOST = 200;
const PAGE = 500;

/** Says what became of each event whose proofs do not fit. */
export async function explainSuspects(
  suspects: readonly Suspect[],
  parts: {
    readonly copy: TrailCopy;
    readonly problems: Problems;
    readonly turns: Turns;
    /** The last event that the app has sealed. */
    readonly lastSealed: number;
  },
): Promise<void> {
  const { problems, lastSealed } = parts;
  const rows = suspects.flatMap(({ row }) => (row === null ? [] : [row]));
  const few = suspects.length <= MOST;
  const placed = few ? await places(suspects, parts.turns) : new Map<SealedRow, number>();
  const copies = few
    ? await copied(
        rows.filter((row) => !placed.has(row)),
        parts,
      )
    : new Map<SealedRow, number>();
  const elsewhere = new Set(placed.values());
  for (const { id, row, key, isOutside } of suspects) {
    if (row === null) continue;
    const event = placed.get(row);
    const original = copies.get(row);
    if (event !== undefined) problems.add('moved', id, id, event);
    else if (original !== undefined) problems.add('doubled', id, id, original);
    else if (key === null && isAfter(row, placed)) continue;
    else if (isOutside || id > lastSealed || elsewhere.has(id)) problems.add('inserted', id);
    else problems.add('changed', id);
  }
}

/** The event that each row really is, where it stands in another one's place. */
async function places(suspects: readonly Suspect[], turns: Turns): Promise<Map<SealedRow, number>> {
  const placed = new Map<SealedRow, number>();
  for (const { id, row } of suspects) {
    if (row === null) continue;
    for (const other of suspects) {
      // Whole rows changed places, or only what they say.
      const isHere = other.id !== id && [row, other.row].some((proofs) => fits(row, other, proofs));
      if (isHere) {
        placed.set(row, other.id);
        break;
      }
      const rest = turns.rest();
      if (rest !== undefined) await rest;
    }
  }
  return placed;
}

/** Whether a row is the event with another's number, by its seal, or by its link where there is no key. */
function fits(row: SealedRow, { id, key, base }: Suspect, proofs: SealedRow | null): boolean {
  if (proofs === null) return false;
  const hash = eventHash({ ...row, id });
  if (key !== null) return isSealed(key, hash, proofs);
  return base !== null && proofs.link?.equals(linkAfter(base, hash)) === true;
}

/** Whether an event builds on one that stands elsewhere, and nothing else is wrong with it. */
function isAfter(row: SealedRow, placed: ReadonlyMap<SealedRow, number>): boolean {
  return [...placed].some(
    ([before, event]) =>
      event === row.id - 1 &&
      before.link !== null &&
      row.link?.equals(linkAfter(before.link, eventHash(row))) === true,
  );
}

/** Of which event in the trail each row is a copy. */
async function copied(
  rows: readonly SealedRow[],
  { copy, turns }: { readonly copy: TrailCopy; readonly turns: Turns },
): Promise<Map<SealedRow, number>> {
  const bySeal = new Map(
    rows.flatMap((row) => (row.seal === null ? [] : [[row.seal.toString('hex'), row] as const])),
  );
  const copies = new Map<SealedRow, number>();
  if (bySeal.size === 0) return copies;
  for (let after = 0; ;) {
    const page = await copy.rows(after, PAGE);
    for (const original of page) {
      const row = bySeal.get(original.seal?.toString('hex') ?? '');
      if (row !== undefined && row.id !== original.id && saysTheSame(row, original))
        copies.set(row, original.id);
    }
    await turns.rest();
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) return copies;
  }
}

function saysTheSame(row: SealedRow, original: SealedRow): boolean {
  return eventHash({ ...row, id: original.id }).equals(eventHash(original));
}
