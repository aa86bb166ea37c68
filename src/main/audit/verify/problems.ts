/**
 * What can be wrong with a trail.
 *
 *   changed         an event says something else than when it was written
 *   missing         events were taken out
 *   inserted        a row that the app did not write
 *   doubled         a copy of the event `other`
 *   moved           the event `other` stands here
 *   cutOff          the newest events are gone
 *   emptied         all of them are
 *   rewritten       not the events that somebody signed: an older copy, or made anew with the keys
 *   restarted       the key was lost, and another one begun
 *   keyMissing      the record of a first key is gone
 *   keyUnreadable   a first key does not open, or is another one
 *   keyReplaced     nothing shows that this first key is the app's
 *   stateMissing    the key of the next event is gone
 *   stateChanged    it, or the count of events, is another one
 *   headForged      a signature is wrong
 *   headMissing     a session that began without its member's signature
 *   cutForged       no administrator has signed the removal of events
 *   otherComputer   an event of another workstation
 *   unguarded       the database's rules against changing the trail are gone
 *   unreadable      events that do not open
 *   unsorted        the server gave events in another order
 *   proofsLost      signatures or keys are missing on the server, or do not open
 */
export type TrailProblemKind =
  | 'changed'
  | 'missing'
  | 'inserted'
  | 'doubled'
  | 'moved'
  | 'cutOff'
  | 'emptied'
  | 'rewritten'
  | 'restarted'
  | 'keyMissing'
  | 'keyUnreadable'
  | 'keyReplaced'
  | 'stateMissing'
  | 'stateChanged'
  | 'headForged'
  | 'headMissing'
  | 'cutForged'
  | 'otherComputer'
  | 'unguarded'
  | 'unreadable'
  | 'unsorted'
  | 'proofsLost';

export interface TrailProblem {
  readonly kind: TrailProblemKind;
  /** The numbers of the first and of the last event that it is about. */
  readonly from: number;
  readonly to: number;
  /** Another event, for `doubled` and `moved`. */
  readonly other?: number;
  /** When the event before it happened, in milliseconds since 1970. */
  readonly afterMs?: number | undefined;
}

/** Kinds whose neighbours are told as one. */
const RANGES: ReadonlySet<TrailProblemKind> = new Set<TrailProblemKind>([
  ...(['changed', 'missing', 'inserted', 'cutOff', 'rewritten', 'otherComputer'] as const),
  'unreadable',
]);

/** Collects problems, neighbours as one. */
export class Problems {
  readonly #all: TrailProblem[] = [];

  add(kind: TrailProblemKind, from: number, to = from, other?: number): void {
    this.#all.push({ kind, from, to, ...(other === undefined ? {} : { other }) });
  }

  /** In the order of the trail. */
  get all(): readonly TrailProblem[] {
    const sorted = [...this.#all].sort((a, b) => a.from - b.from || a.to - b.to);
    const joined: TrailProblem[] = [];
    const lastOf = new Map<TrailProblemKind, number>();
    for (const problem of sorted) {
      const { kind, from, to } = problem;
      const index = RANGES.has(kind) ? lastOf.get(kind) : undefined;
      const last = index === undefined ? undefined : joined[index];
      if (index !== undefined && last !== undefined && from <= last.to + 1)
        joined[index] = { ...last, to: Math.max(last.to, to) };
      else lastOf.set(kind, joined.push(problem) - 1);
    }
    return joined;
  }
}
