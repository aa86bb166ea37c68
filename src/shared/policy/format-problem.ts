import type { z } from 'zod';
import { say } from '../words/say.js';

/** The longest list of unknown settings that is shown, in characters. */
const LONGEST_NAMES = 100;

/** What is wrong first with a file of settings, in one sentence that people understand. */
export function formatProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return say('It does not have the expected form.');
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.join(', ').slice(0, LONGEST_NAMES);
    return where === ''
      ? say('It has a setting that this version does not know: {names}.', { names })
      : say('It has a setting that this version does not know in {where}: {names}.', {
          where,
          names,
        });
  }
  return where === ''
    ? say('It is not a JSON object.')
    : say('{where} has a value that is not allowed.', { where });
}
