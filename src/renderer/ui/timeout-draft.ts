import { durationInWords } from '../../contract/duration.js';
import {
  LONGEST_TIMEOUT_SECONDS,
  SHORTEST_TIMEOUT_SECONDS,
  TIMEOUT_PRESETS_SECONDS,
} from '../../contract/policy.js';
import type { Option } from './select-field.js';

export const CUSTOM = 'custom';
export const SHORTEST_MINUTES = SHORTEST_TIMEOUT_SECONDS / 60;
export const LONGEST_MINUTES = LONGEST_TIMEOUT_SECONDS / 60;

/** A session timeout as it is being chosen: a preset in seconds, or a number of minutes as typed. */
export interface TimeoutDraft {
  readonly choice: string;
  readonly minutes: string;
}

export const TIMEOUT_OPTIONS: readonly Option<string>[] = [
  ...TIMEOUT_PRESETS_SECONDS.map((seconds) => ({
    value: String(seconds),
    label: durationInWords(seconds),
  })),
  { value: CUSTOM, label: 'Custom…' },
];

/** @param seconds 60 to 604 800 */
export function draftTimeout(seconds: number): TimeoutDraft {
  const isPreset = TIMEOUT_OPTIONS.some((option) => option.value === String(seconds));
  return { choice: isPreset ? String(seconds) : CUSTOM, minutes: String(seconds / 60) };
}

/** The chosen timeout in whole seconds, or `null` when the minutes are no number in range. */
export function draftedSeconds({ choice, minutes }: TimeoutDraft): number | null {
  if (choice !== CUSTOM) return Number(choice);
  const seconds = minutes.trim() === '' ? Number.NaN : Math.round(Number(minutes) * 60);
  return seconds >= SHORTEST_TIMEOUT_SECONDS && seconds <= LONGEST_TIMEOUT_SECONDS ? seconds : null;
}

export function minutesProblem(draft: TimeoutDraft): string | null {
  return draftedSeconds(draft) === null
    ? `Enter ${SHORTEST_MINUTES} to ${LONGEST_MINUTES.toLocaleString('en')} minutes (7 days).`
    : null;
}
