import { durationInWords } from '../../../shared/policy/duration.js';
import type { Option } from '../../ui/fields/select-field.js';

/**
 * Durations to choose from, among them the one that holds now even if it is no preset.
 * @param mostSeconds the longest that can be chosen, where that is managed
 */
export function durationOptions(
  presets: readonly number[],
  current: number | undefined,
  mostSeconds = Number.POSITIVE_INFINITY,
): readonly Option<number>[] {
  const allowed = presets.filter((preset) => preset <= mostSeconds);
  const seconds = new Set(current === undefined ? allowed : [...allowed, current]);
  return [...seconds]
    .sort((one, other) => one - other)
    .map((value) => ({ value, label: durationInWords(value) }));
}
