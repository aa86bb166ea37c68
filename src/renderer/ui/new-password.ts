import { passwordProblem } from '../../contract/password-rule.js';

const SHORTEST_PASSWORD = 12;

/** What is wrong with a new password and its repetition. */
export function newPasswordProblems(
  password: string,
  confirmation: string,
): { password?: string; confirmation?: string } {
  const problem = passwordProblem(password, SHORTEST_PASSWORD);
  if (problem !== null) return { password: problem };
  return password === confirmation ? {} : { confirmation: 'The two passwords are not the same.' };
}

/** Live help while a new password is typed. */
export function newPasswordHelp(password: string): string {
  if (password === '')
    return `At least ${SHORTEST_PASSWORD} characters, such as a few unrelated words.`;
  return passwordProblem(password, SHORTEST_PASSWORD) ?? 'Long enough.';
}
