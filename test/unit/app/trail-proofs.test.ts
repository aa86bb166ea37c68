import { beforeEach, describe, expect, it } from 'vitest';
import { proofsOfDecisions } from '../../../src/main/app/trail-proofs.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { ClinicDecisions } from '../../support/clinic-decisions.js';

/* The decisions of a clinic with two computers, as the trail of either of them is checked with them. */

const FIRST = '00000000-0000-4000-8000-0000000000d1';
const SECOND = '00000000-0000-4000-8000-0000000000d2';
const DANA = '00000000-0000-4000-8000-0000000000a1';
const SAM = '00000000-0000-4000-8000-0000000000a2';

/** How far the trail of a computer had come; its links are like no other's. */
function trail(of: string, events: number): [number, string] {
  return [events, Buffer.alloc(32, `${of.slice(-2)}${events}`).toString('base64')];
}

let decisions: ClinicDecisions;
beforeEach(() => {
  decisions = new ClinicDecisions(DANA, SeedKeys.fresh(), trail(FIRST, 2));
  decisions.add(trail(FIRST, 10), SAM, SeedKeys.fresh());
});

async function proofs(workstation: string | null) {
  const { owners, anchors, brokenAt } = await proofsOfDecisions(
    decisions.entries,
    false,
    workstation,
  );
  expect(brokenAt).toBeNull();
  const isOf = (of: string) => (anchor: (typeof anchors)[number]) =>
    anchor.link.equals(Buffer.from(trail(of, anchor.events)[1], 'base64'));
  expect(anchors.every(isOf(workstation === SECOND ? SECOND : FIRST))).toBe(true);
  return {
    anchors: anchors.map(({ events }) => events),
    owners: owners
      .map(({ memberId, from, until }) => `${memberId === DANA ? 'Dana' : 'Sam'} ${from}–${until}`)
      .sort(),
  };
}

it('a single computer has decided everything itself', async () => {
  decisions.disable(trail(FIRST, 30), SAM);
  expect(await proofs(null)).toEqual({
    anchors: [2, 10, 30],
    owners: ['Dana 2–null', 'Sam 10–30'],
  });
});

describe('the computer that shared its account', () => {
  beforeEach(() => {
    decisions.share(trail(FIRST, 20), FIRST);
    decisions.enrol(trail(SECOND, 3), SECOND);
  });

  it('is told by its own decisions alone how far its trail had come', async () => {
    decisions.on = SECOND;
    decisions.decide(trail(SECOND, 900), { kind: 'trail.kept', years: 7 });
    decisions.on = FIRST;
    decisions.decide(trail(FIRST, 40), { kind: 'trail.kept', years: 8 });
    expect(await proofs(FIRST)).toEqual({
      anchors: [2, 10, 20, 40],
      owners: ['Dana 2–null', 'Sam 10–null'],
    });
  });

  it('takes a key that ended elsewhere until its own next decision', async () => {
    decisions.on = SECOND;
    decisions.disable(trail(SECOND, 900), SAM);
    expect((await proofs(FIRST)).owners).toEqual(['Dana 2–null', 'Sam 10–null']);
    decisions.on = FIRST;
    decisions.decide(trail(FIRST, 40), { kind: 'trail.kept', years: 8 });
    decisions.decide(trail(FIRST, 50), { kind: 'trail.kept', years: 9 });
    expect((await proofs(FIRST)).owners).toEqual(['Dana 2–null', 'Sam 10–40']);
  });

  it('takes a key that began elsewhere from its own last decision', async () => {
    decisions.on = SECOND;
    const role = { role: 'administrator', rotation: null, share: OTHER } as const;
    decisions.decide(trail(SECOND, 900), { kind: 'member.role', memberId: SAM, ...role });
    const { owners } = await proofsOfDecisions(decisions.entries, false, FIRST);
    expect(owners.filter(({ memberId }) => memberId === SAM)).toMatchObject([
      { isAdministrator: false, from: 10, until: null },
      { isAdministrator: true, from: 20, until: null },
    ]);
  });
});

describe('a computer that came later', () => {
  beforeEach(() => {
    decisions.disable(trail(FIRST, 15), SAM);
    decisions.share(trail(FIRST, 20), FIRST);
    decisions.enrol(trail(SECOND, 3), SECOND);
  });

  it('had no part in what was decided before', async () => {
    decisions.on = FIRST;
    decisions.decide(trail(FIRST, 40), { kind: 'trail.kept', years: 7 });
    expect(await proofs(SECOND)).toEqual({
      anchors: [3],
      owners: ['Dana 0–null', 'Sam 0–3'],
    });
  });

  it('decides by itself when it has left, with nobody’s place in its decisions', async () => {
    const shares = { epoch: 3, administrators: OTHER, box: OTHER };
    decisions.on = SECOND;
    const rotation = { shares, records: {} };
    decisions.decide(trail(SECOND, 10), { kind: 'clinic.left', rotation });
    decisions.on = null;
    decisions.decide(trail(SECOND, 12), { kind: 'trail.kept', years: 7 });
    expect((await proofs(SECOND)).anchors).toEqual([3, 10, 12]);
  });
});

/** Some opening key that was not there before. */
const OTHER = SeedKeys.fresh().publicKeys.opening;
