/** The form of address that main accepts, so that a mistake is explained beside its field. */
const EMAIL =
  /^(?!\.)(?!.*\.\.)[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

/** The longest name of a person or a clinic, in characters. */
export const LONGEST_NAME = 100;
/** The longest email address, in characters. */
export const LONGEST_EMAIL = 254;

export function emailProblem(email: string): string | null {
  if (email.trim() === '') return 'Enter an email address.';
  return EMAIL.test(email.trim()) ? null : 'Enter a whole email address, like sam@clinic.example.';
}

/** @param missing what to say when the name is empty */
export function nameProblem(name: string, missing: string): string | null {
  return name.trim() === '' ? missing : null;
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
