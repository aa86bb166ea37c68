import { z } from 'zod';
import { readJson } from '../texts/json.js';
import { formatProblem } from './format-problem.js';
import { forEachDuration, forEachSwitch, LONGEST_HELP_ADDRESS } from './policy.js';
import { isRecord, type PolicyReading, readPolicy } from './read-policy.js';
import { ROLES } from '../people/role.js';
import { say } from '../words/say.js';

/** The largest settings file that is read, in characters. Real ones are under a thousand. */
export const LONGEST_SETTINGS_FILE = 65_536;

const legacyTimeout = z.union([z.number(), z.string(), z.null()]);

/*
 * Strict on purpose: a field that this program does not know may hold a rule that would silently be lost,
 * so the whole file is refused. docs/clinic-settings.md describes the format.
 */
const version1 = z.strictObject({
  version: z.literal(1).optional(),
  clinicName: z.string().optional(),
  sessionTimeoutMinutes: legacyTimeout.optional(),
});

const version2 = z.strictObject({
  version: z.literal(2),
  clinicName: z.string().optional(),
  // Files of version 2 are older than the durations that have no "never".
  ...forEachDuration((_name, { shortest, longest }) =>
    z.int().min(shortest).max(longest).optional(),
  ),
  sessionTimeoutSeconds: legacyTimeout,
  longestSessionSeconds: legacyTimeout,
  activitySource: z.enum(['computer', 'app']),
  ...forEachSwitch((_name, { isYounger }) =>
    isYounger === true ? z.boolean().optional() : z.boolean(),
  ),
  roleTimeoutSeconds: z.partialRecord(z.enum(ROLES), legacyTimeout).optional(),
  helpAddress: z.string().max(LONGEST_HELP_ADDRESS).optional(),
});

/**
 * Reads the text of a `clinic-settings.json` file, from this or an older version.
 * @returns the policy and what had to be changed, or one sentence that says why the whole file was
 *   refused
 */
export function readSettingsFile(text: string): PolicyReading {
  if (text.length > LONGEST_SETTINGS_FILE)
    return { ok: false, problem: say('It is too large to be a settings file.') };
  const json = readJson(text);
  if (!json.ok) return json;
  const document = json.value;
  const reading = readPolicy(document);
  if (!reading.ok) return reading;
  const version = isRecord(document) ? (document['version'] ?? 1) : 1;
  const shape = (version === 1 ? version1 : version2).safeParse(document);
  return shape.success ? reading : { ok: false, problem: formatProblem(shape.error) };
}
