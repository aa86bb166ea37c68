import { passwordProblem } from '../../contract/password-rule.js';

/** What is wrong with a new password and its repetition. */
export function newPasswordProblems(
  password: string,
  confirmation: string,
): { password?: string; confirmation?: string } {
  const problem = passwordProblem(password);
  if (problem !== null) return { password: problem };
  return password === confirmation ? {} : { confirmation: 'The two passwords are not the same.' };
}

/** Live help while a new password is typed. */
export function newPasswordHelp(password: string): string {
  const problem = passwordProblem(password);
  if (password === '' || problem === null)
    return password === ''
      ? `${problem ?? ''} A few unrelated words are strong and easy to remember.`
      : 'Long enough.';
  return problem;
}
