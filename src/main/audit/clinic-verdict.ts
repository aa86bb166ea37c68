import {
  type AuditVerdict,
  type WorkstationFinding,
} from '../../shared/workstation/audit-verdict.js';
import { say } from '../../shared/words/say.js';
import { findingInWords, type VerdictAbout } from './verdict-words.js';
import type { TrailVerdict } from './verify/verify-trail.js';

/** What was found in one trail. */
export interface CheckedTrail {
  /** The id of its workstation; `null` where one computer has the log for itself. */
  readonly workstation: string | null;
  readonly copy: WorkstationFinding['copy'];
  readonly verdict: TrailVerdict;
}

/** What a check of all workstations' logs found, in words for people. */
export function clinicVerdictInWords(
  checked: {
    readonly source: AuditVerdict['source'];
    readonly trails: readonly CheckedTrail[];
    readonly unchecked: readonly string[];
  },
  about: VerdictAbout & { readonly stationOf: (id: string) => string | null },
): AuditVerdict {
  const { source, trails, unchecked } = checked;
  const { nameOf, fingerprint, stationOf } = about;
  const called = (id: string): string =>
    stationOf(id) ?? say('A workstation that the clinic does not know');
  const parts = trails.map(({ workstation, copy, verdict }): WorkstationFinding => ({
    ...findingInWords(verdict, { nameOf, fingerprint: null }),
    ...{ workstationId: workstation ?? '', workstation: called(workstation ?? ''), copy },
  }));
  const notes = [
    ...(unchecked.length === 0 || source === 'here'
      ? []
      : [
          say('Not checked, because the clinic’s server went out of reach: {names}.', {
            names: unchecked.map(called).join(', '),
          }),
        ]),
    ...(fingerprint === null
      ? []
      : [say('The clinic’s fingerprint: {fingerprint}', { fingerprint })]),
  ];
  const isSound = parts.every(({ isComplete }) => isComplete);
  return {
    ...{ source, parts, notes, problems: [], moreProblems: 0 },
    isComplete: isSound && (source === 'here' || unchecked.length === 0),
    summary: summary(source, trails, parts),
  };
}

function summary(
  source: AuditVerdict['source'],
  trails: readonly CheckedTrail[],
  parts: readonly WorkstationFinding[],
): string {
  const problems = trails.reduce((sum, { verdict }) => sum + verdict.problems.length, 0);
  const stations = parts.filter(({ isComplete }) => !isComplete).length;
  if (problems > 0)
    return say(
      '{problems, plural, one {The audit log is not complete: # thing is wrong} other {The audit log is not complete: # things are wrong}}{stations, plural, one {, in the log of one workstation.} other {, in # logs of workstations.}}',
      { problems, stations },
    );
  if (source === 'here')
    return say(
      'This computer’s own log is complete. Those of the other workstations were not checked: the clinic’s server is out of reach.',
    );
  // This computer's own copy has the same events once more.
  const events = trails
    .filter(({ copy }) => copy === 'server')
    .reduce((sum, { verdict }) => sum + verdict.sound, 0);
  return say(
    '{logs, plural, one {The log of one workstation is complete} other {The logs of # workstations are complete}}: {events, plural, one {# event} other {# events}}, each with its seal.',
    { logs: parts.filter(({ copy }) => copy === 'server').length, events },
  );
}
