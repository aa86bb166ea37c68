import { durationInWords } from '../../../shared/policy/duration.js';
import {
  LONGEST_TIMEOUT_SECONDS,
  SHORTEST_TIMEOUT_SECONDS,
  TIMEOUT_PRESETS_SECONDS,
} from '../../../shared/policy/policy.js';
import { languageTag, say } from '../../../shared/words/say.js';
import type { Option } from './select-field.js';

export const CUSTOM = 'custom';
export const SHORTEST_MINUTES = SHORTEST_TIMEOUT_SECONDS / 60;

/** A session timeout while it is chosen: a preset in seconds, or a typed number of minutes. */
export interface TimeoutDraft {
  readonly choice: string;
  readonly minutes: string;
}

/** @param seconds 60 to 604 800 */
export function draftTimeout(seconds: number): TimeoutDraft {
  const isPreset = TIMEOUT_PRESETS_SECONDS.some((preset) => preset === seconds);
  return { choice: isPreset ? String(seconds) : CUSTOM, minutes: String(seconds / 60) };
}

/**
 * The chosen timeout in whole seconds, or `null` when the minutes are not a number in the range.
 * @param mostSeconds the longest that can be chosen here
 */
export function draftedSeconds(
  { choice, minutes }: TimeoutDraft,
  mostSeconds = LONGEST_TIMEOUT_SECONDS,
): number | null {
  if (choice !== CUSTOM) return Number(choice);
  const seconds = minutes.trim() === '' ? Number.NaN : Math.round(Number(minutes) * 60);
  return seconds >= SHORTEST_TIMEOUT_SECONDS && seconds <= mostSeconds ? seconds : null;
}

/** @param mostSeconds the longest that can be chosen here */
export function minutesProblem(
  draft: TimeoutDraft,
  mostSeconds = LONGEST_TIMEOUT_SECONDS,
): string | null {
  if (draftedSeconds(draft, mostSeconds) !== null) return null;
  const minutes = (mostSeconds / 60).toLocaleString(languageTag());
  return say('Enter {least} to {most} minutes ({duration}).', {
    least: SHORTEST_MINUTES,
    most: minutes,
    duration: durationInWords(mostSeconds),
  });
}

/** The options that are not longer than this. */
export function timeoutOptions(mostSeconds: number): readonly Option<string>[] {
  return [
    ...TIMEOUT_PRESETS_SECONDS.filter((seconds) => seconds <= mostSeconds).map((seconds) => ({
      value: String(seconds),
      label: durationInWords(seconds),
    })),
    { value: CUSTOM, label: say('Custom…') },
  ];
}

/**
 * Help for a duration, with its cap if it is managed.
 * @param mostSeconds the cap; `undefined` if it is not managed
 */
export function helpWithCap(
  help: string | undefined,
  mostSeconds: number | undefined,
): string | undefined {
  if (mostSeconds === undefined) return help;
  const cap = say('At most {duration}: managed by your organisation.', {
    duration: durationInWords(mostSeconds),
  });
  return help === undefined ? cap : `${help} ${cap}`;
}
