import { setImmediate } from 'node:timers/promises';
import type { ClinicState } from '../account/clinic-state.js';
import { isSigned, type Position, readEntry, START, type StoredEntry } from '../account/entry.js';
import { judge } from '../account/judge.js';
import type { TrailAnchor, TrailKeyOwner } from '../ports/index.js';

/** What the clinic's decisions say about the audit trail. */
export interface DecisionProofs {
  /** The clinic's public signing key, in base 64; `null` before there is a clinic. */
  readonly clinic: string | null;
  readonly owners: readonly TrailKeyOwner[];
  readonly anchors: readonly TrailAnchor[];
  /** The state after the last decision that holds. */
  readonly state: ClinicState | null;
  /** The number of the first decision that does not hold; `null` when all do. */
  readonly brokenAt: number | null;
}

/** After so many decisions everything else has a turn. */
const AT_ONCE = 20;

type Open = Omit<TrailKeyOwner, 'until'>;

/**
 * Reads whose signing keys counted in which part of the trail, and how far the trail had come with each
 * decision.
 * @param areSigned whether the signatures were checked before
 */
export async function proofsOfDecisions(
  entries: Iterable<StoredEntry>,
  areSigned: boolean,
): Promise<DecisionProofs> {
  const owners: TrailKeyOwner[] = [];
  const anchors: TrailAnchor[] = [];
  const open = new Map<string, Open>();
  let at: Position = START;
  let state: ClinicState | null = null;
  let events = 0;
  const end = (brokenAt: number | null): DecisionProofs => ({
    ...{ clinic: state?.clinic ?? null, anchors, state, brokenAt },
    owners: [...owners, ...[...open.values()].map((owner) => ({ ...owner, until: null }))],
  });
  for (const stored of entries) {
    const entry = readEntry(stored, at);
    if (entry === null || !(areSigned || (await isSigned(entry)))) return end(at.seq + 1);
    const judged = judge(state, entry);
    if (!judged.ok) return end(at.seq + 1);
    ({ state } = judged);
    at = { seq: stored.seq, link: stored.link };
    if (entry.trail !== null) {
      events = entry.trail[0];
      anchors.push({ events, link: Buffer.from(entry.trail[1], 'base64'), at: entry.at });
    }
    follow(state, events, open, owners);
    if (stored.seq % AT_ONCE === 0) await setImmediate();
  }
  return end(null);
}

/** Ends what does not hold any more, and begins what does. */
function follow(
  state: ClinicState,
  events: number,
  open: Map<string, Open>,
  owners: TrailKeyOwner[],
): void {
  for (const { id, active, role, keys } of Object.values(state.members)) {
    const isAdministrator = role === 'administrator';
    const before = open.get(id);
    const isSame = before?.key === keys.signing && before.isAdministrator === isAdministrator;
    if (active && isSame) continue;
    if (before !== undefined) owners.push({ ...before, until: events });
    open.delete(id);
    if (active) open.set(id, { memberId: id, key: keys.signing, isAdministrator, from: events });
  }
}
