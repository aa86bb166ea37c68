import { FIRST_LINK } from '../../keys/trail-seal.js';
import type {
  SealedRow,
  TrailCopy,
  TrailCut,
  TrailHead,
  TrailProofs,
  TrailState,
} from '../../ports/index.js';
import { Anchors } from './anchors.js';
import { Problems, type TrailProblem } from './problems.js';
import { SegmentKeys } from './segment-keys.js';
import { validCuts, validHeads } from './signatures.js';
import { explainSuspects } from './suspects.js';
import { Turns } from './turns.js';
import { MOST_KEPT_KEYS, type Suspect, Walk, type Walked } from './walk.js';

/** How far behind the end of the trail a key is looked for, in events. */
const MOST_CUT_OFF = 20_000;
/** For so many problems the time is looked up. */
const MOST_TIMES = 50;

type ShownEvent = Pick<SealedRow, 'id' | 'at'>;

export interface TrailVerdict {
  /** How many events have the right proofs. */
  readonly sound: number;
  readonly first: ShownEvent | null;
  readonly last: ShownEvent | null;
  readonly problems: readonly TrailProblem[];
  /** Up to where an administrator has removed events. */
  readonly cut: Pick<TrailCut, 'events' | 'at' | 'memberId'> | null;
  /** The newest signature that fits. */
  readonly signed: Pick<TrailHead, 'events' | 'at' | 'memberId'> | null;
  /** Whether every event's seal was checked; otherwise links and signatures alone. */
  readonly withKeys: boolean;
}

/** `openFirstKey` is `null` for a check without the administrators' key. */
export type Proofs = Omit<TrailProofs, 'openFirstKey'> & {
  readonly openFirstKey: TrailProofs['openFirstKey'] | null;
};

/**
 * Recomputes a trail and says what is wrong with it. Works in slices, so that the caller's event loop is
 * never held for long.
 * @param onProgress called now and then with the number of events seen
 */
export async function verifyTrail(
  copy: TrailCopy,
  proofs: Proofs,
  onProgress: (events: number) => void = () => undefined,
): Promise<TrailVerdict> {
  const problems = new Problems();
  const turns = new Turns();
  const { workstation } = copy;
  const signatures = { workstation, owners: proofs.owners, problems };
  if (!copy.isGuarded()) problems.add('unguarded', 1);
  const open = proofs.openFirstKey;
  // Before anything is waited for: the administrator's session may end meanwhile, and the keys with it.
  const keys = new SegmentKeys(copy.segments(), { workstation, open, problems, turns });
  if (keys.all.length === 0 && (await copy.rows(0, 1)).length > 0) problems.add('keyMissing', 1);

  const cuts = await validCuts(copy.cuts(), signatures);
  const cut = [...cuts].sort((a, b) => a.events - b.events).at(-1) ?? null;
  const start = { events: cut?.events ?? 0, link: cut?.link ?? FIRST_LINK };
  const heads = (await validHeads(copy, signatures)).filter(({ events }) => events > start.events);
  const remembered = proofs.remembered ?? null;
  const known = [...proofs.anchors, ...heads, ...(remembered === null ? [] : [remembered])];
  const anchors = new Anchors(known, start.events, problems);
  const state = copy.state();
  const signedAt = new Set(heads.map(({ events }) => events));
  try {
    const walk = new Walk({
      ...{ copy, keys, problems, turns, start },
      lastKnown: Math.max(state?.events ?? 0, anchors.last),
      isOpenEnded: state === undefined,
      onRow: (row, isSound) => {
        anchors.see(row, isSound);
        const begins = isSound && row.event === 'session.started';
        if (begins && !signedAt.has(row.id)) problems.add('headMissing', row.id);
        onProgress(row.id - start.events);
      },
    });
    const walked = await walk.run();
    await checkKeys(keys, { cut, fitsTo: anchors.fitsTo, problems });
    const lastSealed = await checkEnd(walked, { anchors, keys, state, start, problems });
    const suspects = [...walked.suspects, ...(await lost(keys, walked, lastSealed))];
    await explainSuspects(suspects, { copy, problems, turns, lastSealed });
    for (const fault of copy.faults?.() ?? []) problems.add(fault, 1);
    const signed = heads.filter(({ events }) => events <= anchors.fitsTo).at(-1) ?? null;
    return {
      sound: walked.sound,
      first: shown(walked.first),
      last: shown(walked.last),
      ...{ cut, signed },
      problems: await timed(problems.all, copy),
      withKeys: open !== null,
    };
  } finally {
    keys.forget();
  }
}

/** With the time of the event before each of the first ones. */
async function timed(
  problems: readonly TrailProblem[],
  copy: TrailCopy,
): Promise<readonly TrailProblem[]> {
  const all: TrailProblem[] = [];
  for (const problem of problems.slice(0, MOST_TIMES))
    all.push({ ...problem, afterMs: await timeBefore(problem.from, copy) });
  return [...all, ...problems.slice(MOST_TIMES)];
}

/** When the event before this number happened. */
async function timeBefore(id: number, copy: TrailCopy): Promise<number | undefined> {
  const [row] = await copy.rows(id - 2, 1);
  return row?.id === id - 1 && row.isClosed !== true ? row.at : undefined;
}

function shown(row: SealedRow | null): ShownEvent | null {
  return row === null ? null : { id: row.id, at: row.at };
}

/** Events that were cut off may stand in the place of others. */
async function lost(
  keys: SegmentKeys,
  { last }: Walked,
  lastSealed: number,
): Promise<readonly Suspect[]> {
  const suspects: Suspect[] = [];
  const first = (last?.id ?? 0) + 1;
  if (last === null || lastSealed - first >= MOST_KEPT_KEYS) return suspects;
  for (let id = first; id <= lastSealed; id += 1) {
    const key = await keys.keyOf(id);
    const own = key === null ? null : Buffer.from(key);
    suspects.push({ id, row: null, key: own, base: null, isOutside: false });
  }
  return suspects;
}

/** Checks that each first key is the app's: the one before hands over to it, or somebody signed after it. */
async function checkKeys(
  keys: SegmentKeys,
  {
    cut,
    fitsTo,
    problems,
  }: { readonly cut: TrailCut | null; readonly fitsTo: number; readonly problems: Problems },
): Promise<void> {
  const removed = cut?.events ?? 0;
  for (const [index, segment] of keys.all.entries()) {
    const next = keys.all[index + 1];
    if (next !== undefined && next.after <= removed) continue;
    const { number, after, sealed, proof } = segment;
    if (sealed < after && sealed >= removed) problems.add('inserted', sealed + 1, after);
    // What is said of a segment whose beginning was removed stands in the signature of the cut.
    const isKnown =
      after < removed ? cut?.commitment.equals(segment.commitment) === true : after < fitsTo;
    const isFirst = number === 1;
    if (!isFirst && proof === null) problems.add('restarted', after + 1);
    const handedOver = await keys.isHandedOver(segment);
    // Before anybody has signed anything, nothing tells which first key is the right one.
    const isUnknown = !isKnown && proof === null && !(isFirst && fitsTo === removed);
    if (handedOver === false || isUnknown) problems.add('keyReplaced', after + 1);
  }
}

interface End {
  readonly anchors: Anchors;
  readonly keys: SegmentKeys;
  readonly state: TrailState | null | undefined;
  readonly start: { readonly events: number };
  readonly problems: Problems;
}

/** Checks where the trail ends. @returns the last event that the app has sealed */
async function checkEnd({ last, lastSound }: Walked, end: End): Promise<number> {
  const { anchors, keys, state, start, problems } = end;
  const there = keys.skipForeign(last?.id ?? start.events);
  const soundTo = keys.skipForeign(lastSound?.id ?? start.events);
  const gone = (to: number): void => {
    if (to > there) problems.add(last === null ? 'emptied' : 'cutOff', there + 1, to);
  };
  const known = Math.max(anchors.last, state?.events ?? 0);
  if (state === undefined || state === null) {
    gone(known);
    if (state === null && there + known > 0)
      problems.add('stateMissing', Math.max(there, known) + 1);
    return Infinity;
  }
  const { events, link } = state;
  const key = await keys.keyOf(events + 1);
  if (key === null || key.equals(state.key)) {
    gone(known);
    const isSame = lastSound?.id !== events || lastSound.link?.equals(link) === true;
    if (!isSame || events < soundTo) problems.add('stateChanged', events + 1);
    return Math.max(events, soundTo);
  }
  // The count may be another one as well: the key itself says how far the trail had come.
  const most = soundTo === there ? there + MOST_CUT_OFF : there;
  for (let id = there + 1; id <= most; id += 1) {
    if ((await keys.keyOf(id))?.equals(state.key) !== true) continue;
    gone(Math.max(known, id - 1));
    problems.add('stateChanged', id);
    return id - 1;
  }
  gone(known);
  problems.add('stateChanged', Math.max(events, there) + 1);
  return Math.max(events, soundTo);
}
