import { isEmail } from '../../../shared/people/person.js';
import { say } from '../../../shared/words/say.js';

export function emailProblem(email: string): string | null {
  if (email.trim() === '') return say('Enter an email address.');
  return isEmail(email.trim())
    ? null
    : say('Enter a whole email address, like sam@clinic.example.');
}

/** Only the entries that hold a problem. */
export function onlyProblems<Name extends string>(
  candidates: Readonly<Partial<Record<Name, string | null>>>,
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(candidates) as Name[]) {
    const problem = candidates[name];
    if (problem !== null) found[name] = problem;
  }
  return found;
}
