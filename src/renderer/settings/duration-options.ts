import { durationInWords } from '../../contract/duration.js';
import type { Option } from '../ui/select-field.js';

/** Durations to choose from, among them the one that holds now even if it is no preset. */
export function durationOptions(
  presets: readonly number[],
  current: number | undefined,
): readonly Option<number>[] {
  const seconds = new Set(current === undefined ? presets : [...presets, current]);
  return [...seconds]
    .sort((one, other) => one - other)
    .map((value) => ({ value, label: durationInWords(value) }));
}
