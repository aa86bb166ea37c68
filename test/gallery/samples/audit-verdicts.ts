import { clinicVerdictInWords } from '../../../src/main/audit/clinic-verdict.js';
import { verdictInWords } from '../../../src/main/audit/verdict-words.js';
import type { TrailProblem } from '../../../src/main/audit/verify/problems.js';
import type { TrailVerdict } from '../../../src/main/audit/verify/verify-trail.js';
import type { AuditVerdict } from '../../../src/shared/workstation/audit-verdict.js';
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

const ABOUT = { nameOf: () => 'Dana Whitlock', fingerprint: 'E0CB 3C3E 9857 49CC 399C' };

/** As main puts it into words. */
function verdict(changes: Partial<TrailVerdict> = {}): AuditVerdict {
  return verdictInWords({ ...FOUND, ...changes }, ABOUT);
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

/** Of each workstation's log, and before them of this one's own copy of its log. */
function clinicVerdict(problemsAt: (place: number) => readonly TrailProblem[]): AuditVerdict {
  const trails = [0, ...TWELVE.keys()].map((at, place) => ({
    workstation: String(at),
    copy: place === 0 ? ('here' as const) : ('server' as const),
    verdict: { ...FOUND, problems: problemsAt(place) },
  }));
  const stationOf = (id: string) => TWELVE[Number(id)]?.name ?? null;
  return clinicVerdictInWords({ source: 'clinic', trails, unchecked: [] }, { ...ABOUT, stationOf });
}

export const CLINIC_COMPLETE = clinicVerdict(() => []);

const CUT_OFF: TrailProblem = { kind: 'cutOff', from: 412, to: 431, afterMs };
export const CLINIC_INCOMPLETE = clinicVerdict((place) => {
  if (place === 3) return [CUT_OFF];
  return place === 10 ? PROBLEMS : [];
});
