import { nameProblem, tidyName } from '../../../shared/people/name.js';
import { MOST_INVITATIONS } from '../../../shared/requests/clinic-views.js';
import { say } from '../../../shared/words/say.js';

/** Why what is done to workstations needs a proof. */
export function decidesWhoHasTheAccount(withCode: boolean): string {
  return withCode
    ? say(
        'This decides which computers have your clinic’s account, so it asks for your password and a code every time.',
      )
    : say(
        'This decides which computers have your clinic’s account, so it asks for your password every time.',
      );
}

export function workstationNameProblem(name: string): string | null {
  return nameProblem(name, say('Enter a name for the workstation.'));
}

/** The names that were typed, one in a line; empty lines count for nothing. */
export function typedNames(text: string): readonly string[] {
  return text
    .split('\n')
    .map(tidyName)
    .filter((name) => name !== '');
}

/**
 * @param taken the names of the workstations that there are
 * @returns `null` when each name can be a new workstation's
 */
export function namesProblem(text: string, taken: readonly string[]): string | null {
  const names = typedNames(text);
  if (names.length === 0) return workstationNameProblem('');
  if (names.length > MOST_INVITATIONS)
    return say('Enter {most} names at the most.', { most: MOST_INVITATIONS });
  for (const [at, name] of names.entries()) {
    const problem = workstationNameProblem(name);
    if (problem !== null) return say('“{name}”: {problem}', { name, problem });
    if (names.indexOf(name) < at) return say('“{name}” stands twice.', { name });
    if (taken.includes(name))
      return say('Another workstation is called “{name}” already.', { name });
  }
  return null;
}
