import { verdictInWords } from '../../../src/main/audit/verdict-words.js';
import type { TrailProblem } from '../../../src/main/audit/verify/problems.js';
import type { TrailVerdict } from '../../../src/main/audit/verify/verify-trail.js';
import type {
  AuditVerdict,
  WorkstationFinding,
} from '../../../src/shared/workstation/audit-verdict.js';
import { SOME_MORNING_MS } from './people.js';
import { TWELVE } from './presence.js';

const DAY_MS = 86_400_000;

const FOUND: TrailVerdict = {
  sound: 12_480,
  first: { id: 1_205, at: SOME_MORNING_MS - 2_100 * DAY_MS },
  last: { id: 13_684, at: SOME_MORNING_MS },
  problems: [],
  cut: { events: 1_204, at: SOME_MORNING_MS - 30 * DAY_MS, memberId: 'dana' },
  signed: { events: 13_684, at: SOME_MORNING_MS, memberId: 'dana' },
  withKeys: true,
};

/** As main puts it into words. */
function verdict(changes: Partial<TrailVerdict> = {}): AuditVerdict {
  const about = { nameOf: () => 'Dana Whitlock', fingerprint: 'E0CB 3C3E 9857 49CC 399C' };
  return verdictInWords({ ...FOUND, ...changes }, about);
}

export const COMPLETE = verdict();

const afterMs = SOME_MORNING_MS - 3_120_000;
const PROBLEMS: readonly TrailProblem[] = [
  { kind: 'changed', from: 98, to: 98, afterMs },
  { kind: 'missing', from: 90, to: 93, afterMs },
  { kind: 'inserted', from: 85, to: 85 },
  { kind: 'moved', from: 84, to: 84, other: 81 },
  { kind: 'cutOff', from: 101, to: 140, afterMs },
  { kind: 'headForged', from: 99, to: 99 },
  { kind: 'unguarded', from: 1, to: 1 },
];

export const INCOMPLETE = verdict({ problems: PROBLEMS });

/** More than are shown one by one. */
export const RUINED = verdict({
  problems: Array.from({ length: 80 }, (_, index) => ({
    ...({ kind: 'changed', from: index * 2, to: index * 2 } as const),
  })),
});

/** Of each workstation's log, and of this one's own copy of it. */
function partsOf(verdictAt: (at: number) => AuditVerdict): readonly WorkstationFinding[] {
  return [0, ...TWELVE.keys()].map((at, place) => {
    const { id: workstationId = '', name: workstation = '' } = TWELVE[at] ?? {};
    const { isComplete, summary, problems, moreProblems } = verdictAt(place);
    const found = { isComplete, summary, problems, moreProblems, notes: [] };
    return { ...found, workstationId, workstation, copy: place === 0 ? 'here' : 'server' };
  });
}

const NOTHING_WRONG = { problems: [], moreProblems: 0, notes: COMPLETE.notes } as const;

export const CLINIC_COMPLETE: AuditVerdict = {
  ...{ isComplete: true, ...NOTHING_WRONG, source: 'clinic' },
  summary: 'The logs of all 12 workstations are complete, as kept by the server.',
  parts: partsOf(() => COMPLETE),
};

const CUT_OFF = verdict({ problems: [{ kind: 'cutOff', from: 412, to: 431, afterMs }] });

export const CLINIC_INCOMPLETE: AuditVerdict = {
  ...{ isComplete: false, ...NOTHING_WRONG, source: 'clinic' },
  summary: 'The logs of 2 of 12 workstations are not complete.',
  parts: partsOf((place) => (place === 3 ? CUT_OFF : place === 10 ? INCOMPLETE : COMPLETE)),
};
