import type {
  ElsewhereView,
  PresenceRow,
  PresenceView,
  SignOutState,
} from '../../shared/requests/clinic-views.js';
import {
  type ElsewhereFact,
  isReached,
  type Presence,
  type WorkstationBeat,
  type WorkstationFact,
} from '../ports/index.js';

/** How long a decision may be under way to a workstation before it counts as missing there, in milliseconds. */
const UNDER_WAY_MS = 5_000;

type Heard = Awaited<ReturnType<Presence['everybody']>>;

export interface PresenceViewParts extends Heard {
  readonly workstations: readonly WorkstationFact[];
  readonly nowMs: number;
  /** The last decision that is in force here: its number, and when it was made, in milliseconds since 1970. */
  readonly decided: { readonly seq: number; readonly atMs: number };
  readonly nameOf: (memberId: string) => string;
  /** How far the last order to sign out has come that concerns a workstation. */
  readonly signOutOf: (workstation: string, beat: WorkstationBeat | null) => SignOutState | null;
}

/** What administrators see of who is where: no more than the workstations said themselves. */
export function presenceView(parts: PresenceViewParts): PresenceView {
  const { contact, beats, workstations } = parts;
  const heard = new Map(beats.map((beat) => [beat.workstation, beat]));
  const rows = workstations.map((fact) => rowOf(fact, heard.get(fact.id) ?? null, parts));
  return { contact, rows };
}

function rowOf(
  { id, name, isThis, enrolledAtMs }: WorkstationFact,
  beat: WorkstationBeat | null,
  { nowMs, decided, nameOf, signOutOf }: PresenceViewParts,
): PresenceRow {
  return {
    ...{ workstationId: id, name, isThis, enrolledAtMs },
    session: beat === null ? null : sessionOf(beat, nowMs, nameOf),
    heardMs: beat?.heardMs ?? null,
    isReached: beat !== null && isReached(beat, nowMs),
    version: beat?.version ?? null,
    // What is in force here does not wait for a beat.
    settings: isThis ? 'newest' : settingsOf(beat, decided),
    signOut: signOutOf(id, beat),
  };
}

function sessionOf(
  { session }: WorkstationBeat,
  nowMs: number,
  nameOf: PresenceViewParts['nameOf'],
): PresenceRow['session'] {
  // It is over, whether the workstation could say so or not.
  if (session === null || session.longestEndMs <= nowMs) return null;
  const { memberId, sinceMs, lastActivityMs } = session;
  return { memberName: nameOf(memberId), sinceMs, idleSinceMs: lastActivityMs };
}

function settingsOf(
  beat: WorkstationBeat | null,
  decided: PresenceViewParts['decided'],
): PresenceRow['settings'] {
  if (beat === null) return 'unknown';
  const { seq, heardMs } = beat;
  if (seq >= decided.seq) return 'newest';
  return heardMs > decided.atMs + UNDER_WAY_MS ? 'older' : 'unknown';
}

/** What a member sees of where else they are signed in. */
export function elsewhereView(
  elsewhere: readonly ElsewhereFact[],
  workstations: readonly WorkstationFact[],
): readonly ElsewhereView[] {
  return elsewhere.flatMap(({ workstation, sinceMs, heardMs }) => {
    const name = workstations.find(({ id }) => id === workstation)?.name;
    return name === undefined ? [] : [{ workstationName: name, sinceMs, heardMs }];
  });
}
