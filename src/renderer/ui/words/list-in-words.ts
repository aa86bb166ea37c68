import { languageTag, say } from '../../../shared/words/say.js';

/**
 * Names in a sentence: `Cliniko and Pathology`.
 * @param most how many are named, at least 1; the rest are counted
 */
export function listInWords(names: readonly string[], most = names.length): string {
  const list = new Intl.ListFormat(languageTag(), { type: 'conjunction' });
  const rest = names.length - most;
  // One more name takes no more space than “1 more”.
  if (rest <= 1) return list.format(names);
  return list.format([...names.slice(0, most), say('{rest}\u00a0more', { rest })]);
}
