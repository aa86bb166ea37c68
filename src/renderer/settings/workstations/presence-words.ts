import type {
  PresenceRow,
  PresenceView,
  SignOutState,
  WorkstationRow,
} from '../../../shared/requests/clinic-views.js';
import { languageTag, say } from '../../../shared/words/say.js';
import { momentInWords, secondInWords } from '../../ui/words/moment-in-words.js';

/** From how many workstations on there is a search box. */
export const MANY_WORKSTATIONS = 10;

/** A workstation of the account, and what was heard of it; `null` before the first answer. */
export interface ShownWorkstation {
  readonly workstation: WorkstationRow;
  readonly presence: PresenceRow | null;
}

/** Every workstation with what was heard of it, by name as people count: Room 2 before Room 10. */
export function shownWorkstations(
  workstations: readonly WorkstationRow[],
  presence: PresenceView | null,
): readonly ShownWorkstation[] {
  const rows = new Map(presence?.rows.map((row) => [row.workstationId, row]));
  const { compare } = new Intl.Collator(languageTag(), { numeric: true });
  return workstations
    .map((workstation) => ({ workstation, presence: rows.get(workstation.id) ?? null }))
    .sort((one, other) => compare(one.workstation.name, other.workstation.name));
}

/** Those whose name, or whose member's name, has every word that was typed. */
export function foundWorkstations(
  shown: readonly ShownWorkstation[],
  search: string,
): readonly ShownWorkstation[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return shown.filter(({ workstation, presence }) => {
    const text = `${workstation.name}\n${presence?.session?.memberName ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Whether what was heard of it counts now. This computer itself is never out of reach. */
export function isInReach({ workstation, presence }: ShownWorkstation): boolean {
  return workstation.isThis || presence?.isReached === true;
}

/** How many are in use, of those that are in reach. */
export function usedInWords(shown: readonly ShownWorkstation[]): string {
  const reached = shown.filter(isInReach);
  const used = reached.filter(
    ({ workstation, presence }) => workstation.isThis || presence?.session !== null,
  ).length;
  const silent = shown.length - reached.length;
  return silent === 0
    ? say(
        '{used, number} of {count, plural, one {# workstation} other {# workstations}} {used, plural, one {has} other {have}} somebody signed in.',
        { used, count: shown.length },
      )
    : say(
        '{used, number} of {count, plural, one {# workstation} other {# workstations}} in reach {used, plural, one {has} other {have}} somebody signed in; {silent, plural, one {# is} other {# are}} out of reach.',
        { used, count: reached.length, silent },
      );
}

/** When a workstation was last heard of. */
export function heardInWords(shown: ShownWorkstation, nowMs: number): string {
  if (isInReach(shown)) return say('Just now');
  const { heardMs = null } = shown.presence ?? {};
  if (heardMs === null) return say('Not heard of yet');
  return say('Not heard since {since}', { since: momentInWords(heardMs, nowMs) });
}

/** How far an order to sign out has come, and never more than is known. */
export function signOutInWords(state: SignOutState, nowMs: number): string {
  // translators: somebody has asked this computer to sign out, and it has not answered yet
  if (state.kind === 'asked') return say('Asked');
  if (state.kind === 'done')
    return say('Done at {time}', { time: secondInWords(state.atMs, nowMs) });
  const { sinceMs, ends } = state;
  const notReached =
    sinceMs === null
      ? say('Not reached yet.')
      : say('Not reached since {since}.', { since: momentInWords(sinceMs, nowMs) });
  const what =
    ends === null
      ? say('Whether somebody is signed in there is not known.')
      : endsInWords(ends, nowMs);
  return say('{notReached} {what}', { notReached, what });
}

type Ends = NonNullable<Extract<SignOutState, { kind: 'notReached' }>['ends']>;

function endsInWords({ idleMs, longestMs }: Ends, nowMs: number): string {
  const idle = momentInWords(idleMs, nowMs);
  const longest = momentInWords(longestMs, nowMs);
  if (longestMs <= nowMs) return say('Its session ended at {longest} at the latest.', { longest });
  if (longestMs <= idleMs) return say('Its session ends at {longest} in any case.', { longest });
  if (idleMs <= nowMs)
    return say(
      'Its session ended at {idle} if nobody touched it, and ends at {longest} in any case.',
      { idle, longest },
    );
  return say(
    'Its session ends at {idle} at the latest if nobody touches it, at {longest} in any case.',
    { idle, longest },
  );
}
