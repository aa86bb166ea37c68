import { isEmail } from '../../../shared/people/person.js';
import { say } from '../../../shared/words/say.js';

export function emailProblem(email: string): string | null {
  if (email.trim() === '') return say('Enter an email address.');
  return isEmail(email.trim())
    ? null
    : say('Enter a whole email address, like sam@clinic.example.');
}
