import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyTrail } from '../../../src/main/audit/verify/verify-trail.js';
import type { SealedRow } from '../../../src/main/ports/index.js';
import { MemoryTrail } from '../../support/fakes/memory-trail.js';

/* Random trails with random edits: no edit goes unnoticed, and no trail is suspected without one. */

/** A lost key is looked for in thousands of steps. */
const SLOW = 60_000;

type Deed = 'session' | 'event' | 'decision' | 'newKey' | 'end';

const history = fc.array(
  fc.constantFrom<Deed>('session', 'event', 'event', 'event', 'decision', 'newKey', 'end'),
  { minLength: 4, maxLength: 40 },
);

function trailOf(deeds: readonly Deed[]): MemoryTrail {
  const trail = new MemoryTrail();
  trail.happens('clinic.created');
  trail.decide();
  for (const deed of deeds) {
    if (deed === 'decision') trail.decide();
    else if (deed === 'newKey') {
      // A segment begins with an event.
      trail.begin();
      trail.happens('keys.rotated');
    } else if (deed === 'session') {
      trail.happens('session.started');
      trail.sign();
    } else if (deed === 'end') {
      trail.sign();
      trail.happens('session.ended');
    } else trail.happens('clinicApp.opened', '{"app":"Portal"}');
  }
  return trail;
}

/** What somebody does to the tables. `pick` chooses rows. @returns whether anything was changed */
type Edit = (trail: MemoryTrail, pick: (most: number) => number) => boolean;

const changed = (change: (row: SealedRow) => SealedRow): Edit => {
  return (trail, pick) => {
    const at = pick(trail.rowList.length);
    const row = trail.rowList[at];
    if (row === undefined) return false;
    trail.rowList[at] = change(row);
    return true;
  };
};

const EDITS: Readonly<Record<string, Edit>> = {
  time: changed((row) => ({ ...row, at: row.at + 1 })),
  member: changed((row) => ({ ...row, memberId: null })),
  event: changed((row) => ({ ...row, event: 'policy.changed!' })),
  cause: changed((row) => ({ ...row, cause: 'signOut' })),
  measured: changed((row) => ({ ...row, measuredMs: 5 })),
  limit: changed((row) => ({ ...row, limitSeconds: null })),
  lateness: changed((row) => ({ ...row, latenessMs: 0.5 })),
  wipe: changed((row) => ({ ...row, wipe: 'failed' })),
  detail: changed((row) => ({ ...row, detail: '{}' })),
  workstation: changed((row) => ({ ...row, workstation: 'station-2' })),
  seal: changed((row) => ({ ...row, seal: Buffer.alloc(32) })),
  link: changed((row) => ({ ...row, link: Buffer.alloc(32) })),
  proofs: changed((row) => ({ ...row, link: null, seal: null })),
  deleted: (trail, pick) => trail.rowList.splice(pick(trail.rowList.length), 1).length > 0,
  cutOff: (trail, pick) => trail.rowList.splice(pick(trail.rowList.length)).length > 0,
  cutOffWithState: (trail, pick) => {
    const keep = pick(trail.rowList.length);
    trail.rowList.splice(keep);
    const last = trail.rowList.at(-1);
    const { stateNow: state } = trail;
    if (state === null) return false;
    trail.stateNow = { ...state, events: last?.id ?? 0, link: last?.link ?? state.link };
    trail.headList = trail.headList.filter(({ events }) => events <= (last?.id ?? 0));
    return true;
  },
  inserted: (trail) => {
    const last = trail.rowList.at(-1);
    if (last === undefined) return false;
    trail.rowList.push({ ...last, id: last.id + 1, event: 'made up' });
    return true;
  },
  doubled: (trail, pick) => {
    const row = trail.rowList[pick(trail.rowList.length)];
    const last = trail.rowList.at(-1);
    if (row === undefined || last === undefined) return false;
    trail.rowList.push({ ...row, id: last.id + 1 });
    return true;
  },
  swapped: (trail, pick) => {
    const [a, b] = [pick(trail.rowList.length), pick(trail.rowList.length)];
    const [first, second] = [trail.rowList[a], trail.rowList[b]];
    if (first === undefined || second === undefined || a === b) return false;
    trail.rowList[a] = { ...second, id: first.id };
    trail.rowList[b] = { ...first, id: second.id };
    return true;
  },
  stateKey: (trail) => {
    if (trail.stateNow === null) return false;
    trail.stateNow = { ...trail.stateNow, key: Buffer.alloc(32) };
    return true;
  },
  stateGone: (trail) => {
    trail.stateNow = null;
    return true;
  },
  head: (trail, pick) => {
    const at = pick(trail.headList.length);
    const head = trail.headList[at];
    if (head === undefined) return false;
    trail.headList[at] = { ...head, link: Buffer.alloc(32) };
    return true;
  },
  firstKey: (trail, pick) => {
    const at = pick(trail.segmentList.length);
    const segment = trail.segmentList[at];
    if (segment === undefined) return false;
    trail.segmentList[at] = { ...segment, firstKey: Buffer.alloc(80) };
    return true;
  },
  commitment: (trail, pick) => {
    const at = pick(trail.segmentList.length);
    const segment = trail.segmentList[at];
    if (segment === undefined) return false;
    trail.segmentList[at] = { ...segment, commitment: Buffer.alloc(32, 9) };
    return true;
  },
  segmentGone: (trail, pick) =>
    trail.segmentList.splice(pick(trail.segmentList.length), 1).length > 0,
};

describe('random trails', () => {
  it('are complete while nobody edits them, with keys and without', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (deeds) => {
        const trail = trailOf(deeds);
        expect((await verifyTrail(trail, trail.proofs)).problems).toEqual([]);
        const without = { ...trail.proofs, openFirstKey: null };
        expect((await verifyTrail(trail, without)).problems).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it.each(Object.entries(EDITS))(
    '%s is always found',
    async (_name, edit) => {
      await fc.assert(
        fc.asyncProperty(history, fc.infiniteStream(fc.nat()), async (deeds, numbers) => {
          const trail = trailOf(deeds);
          const pick = (most: number): number =>
            most === 0 ? 0 : (numbers.next().value ?? 0) % most;
          if (!edit(trail, pick)) return;
          expect((await verifyTrail(trail, trail.proofs)).problems).not.toEqual([]);
        }),
        { numRuns: 25 },
      );
    },
    SLOW,
  );

  it(
    'any two edits together are found as well',
    async () => {
      const edits = fc.constantFrom(...Object.values(EDITS));
      await fc.assert(
        fc.asyncProperty(
          history,
          edits,
          edits,
          fc.infiniteStream(fc.nat()),
          async (deeds, one, other, numbers) => {
            const trail = trailOf(deeds);
            const before = snapshotOf(trail);
            const pick = (most: number): number =>
              most === 0 ? 0 : (numbers.next().value ?? 0) % most;
            one(trail, pick);
            other(trail, pick);
            // Two edits can undo each other.
            const isSame = snapshotOf(trail) === before;
            const { problems } = await verifyTrail(trail, trail.proofs);
            expect(problems.length > 0).toBe(!isSame);
          },
        ),
        { numRuns: 100 },
      );
    },
    SLOW,
  );
});

function snapshotOf({ rowList, segmentList, headList, stateNow }: MemoryTrail): string {
  return JSON.stringify([
    [...rowList].sort((a, b) => a.id - b.id),
    segmentList,
    headList,
    stateNow,
  ]);
}

it('a check lets others have their turn', async () => {
  const trail = trailOf(Array.from({ length: 3_000 }, () => 'event'));
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  const { sound } = await verifyTrail(trail, trail.proofs);
  clearInterval(timer);
  expect(sound).toBe(3_001);
  expect(turns).toBeGreaterThan(2);
});
