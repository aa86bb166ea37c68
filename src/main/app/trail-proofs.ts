import { setImmediate } from 'node:timers/promises';
import type { ClinicState } from '../account/clinic-state.js';
import {
  type Entry,
  isSigned,
  type Position,
  readEntry,
  START,
  type StoredEntry,
} from '../account/entry.js';
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

/** What they say about the trails of several computers. */
export interface ProofsOfAll extends Pick<DecisionProofs, 'clinic' | 'state' | 'brokenAt'> {
  /** Of one of the computers that were asked about. */
  of(workstation: string | null): Pick<DecisionProofs, 'owners' | 'anchors'>;
}

/**
 * Reads whose signing keys counted in which part of the trail, and how far the trail had come with each
 * decision.
 * @param areSigned whether the signatures were checked before
 * @param workstation the computer of the trail, as the clinic's decisions name it; `null` for one that never was
 *   among several. What was decided at another computer says only how far the trail of that one had come
 */
export async function proofsOfDecisions(
  entries: Iterable<StoredEntry>,
  areSigned: boolean,
  workstation: string | null,
): Promise<DecisionProofs> {
  const all = await proofsOfAll(entries, areSigned, [workstation]);
  const { clinic, state, brokenAt } = all;
  return { clinic, state, brokenAt, ...all.of(workstation) };
}

/** As {@link proofsOfDecisions}, for several computers at once. */
export async function proofsOfAll(
  entries: Iterable<StoredEntry>,
  areSigned: boolean,
  workstations: readonly (string | null)[],
): Promise<ProofsOfAll> {
  const trails = new Map(workstations.map((id) => [id, new TrailOfDecisions(id)]));
  let at: Position = START;
  let state: ClinicState | null = null;
  const end = (brokenAt: number | null): ProofsOfAll => ({
    ...{ clinic: state?.clinic ?? null, state, brokenAt },
    of: (id) => {
      const trail = trails.get(id);
      return { owners: trail?.owners ?? [], anchors: trail?.anchors ?? [] };
    },
  });
  for (const stored of entries) {
    const entry = readEntry(stored, at);
    if (entry === null || !(areSigned || (await isSigned(entry)))) return end(at.seq + 1);
    const judged = judge(state, entry);
    if (!judged.ok) return end(at.seq + 1);
    const before = state;
    ({ state } = judged);
    at = { seq: stored.seq, link: stored.link };
    for (const trail of trails.values()) trail.see(entry, before, state);
    if (stored.seq % AT_ONCE === 0) await setImmediate();
  }
  return end(null);
}

/** What is decided about one computer's trail. */
class TrailOfDecisions {
  readonly #workstation: string | null;
  readonly #owners = new Owners();
  readonly anchors: TrailAnchor[] = [];

  constructor(workstation: string | null) {
    this.#workstation = workstation;
  }

  get owners(): readonly TrailKeyOwner[] {
    return this.#owners.all;
  }

  see({ change, on, trail, at }: Entry, before: ClinicState | null, state: ClinicState): void {
    const isEnrolment =
      change.kind === 'workstation.enrolled' && change.workstation === this.#workstation;
    if (isEnrolment) {
      // All until here was decided before this computer came, and so elsewhere.
      this.anchors.length = 0;
      this.#owners.beginAnew();
    }
    const isHere = on === undefined || on === this.#workstation;
    if (isHere && trail !== null) {
      const [events, link] = trail;
      this.anchors.push({ events, link: Buffer.from(link, 'base64'), at });
      this.#owners.reached(events);
    }
    if (before?.members !== state.members) this.#owners.follow(state, isHere);
  }
}

/** Whose keys count from which event of the trail to which. */
class Owners {
  /** How far the trail had come with the last decision here. */
  #events = 0;
  readonly #ended: TrailKeyOwner[] = [];
  /** Ended elsewhere: they may have signed here until the next decision here. */
  #ending: Open[] = [];
  readonly #open = new Map<string, Open>();

  get all(): readonly TrailKeyOwner[] {
    const lasting = [...this.#ending, ...this.#open.values()];
    return [...this.#ended, ...lasting.map((owner) => ({ ...owner, until: null }))];
  }

  reached(events: number): void {
    this.#events = events;
    for (const owner of this.#ending.splice(0)) this.#ended.push({ ...owner, until: events });
  }

  /** Ends what does not hold any more, and begins what does. */
  follow(state: ClinicState, isHere: boolean): void {
    for (const { id, active, role, keys } of Object.values(state.members)) {
      const isAdministrator = role === 'administrator';
      const before = this.#open.get(id);
      const isSame = before?.key === keys.signing && before.isAdministrator === isAdministrator;
      if (active && isSame) continue;
      if (before !== undefined && isHere) this.#ended.push({ ...before, until: this.#events });
      if (before !== undefined && !isHere) this.#ending.push(before);
      this.#open.delete(id);
      if (!active) continue;
      const from = this.#events;
      this.#open.set(id, { memberId: id, key: keys.signing, isAdministrator, from });
    }
  }

  /** What was decided until now says nothing about this trail but who is who. */
  beginAnew(): void {
    this.#events = 0;
    this.#ending = [...this.#ended.splice(0), ...this.#ending].map((owner) => ({
      ...{ memberId: owner.memberId, key: owner.key },
      ...{ isAdministrator: owner.isAdministrator, from: 0 },
    }));
    for (const [id, owner] of this.#open) this.#open.set(id, { ...owner, from: 0 });
  }
}
