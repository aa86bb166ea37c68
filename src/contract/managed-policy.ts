import { z } from 'zod';
import type { ManagedLimit, ManagedRules } from './managed-limits.js';
import { LONGEST_NAME } from './person.js';
import {
  ACTIVITY_SOURCES,
  LONGEST_TIMEOUT_SECONDS,
  type Policy,
  SHORTEST_TIMEOUT_SECONDS,
} from './policy.js';
import { ROLES } from './role.js';

/*
 * The file in which those who manage a computer decide for it: `policy.json`. Main reads it;
 * `assets/policy/policy.schema.json` is made from here by `npm run policy-schema`.
 */

/** The largest file that is read, in bytes. Real ones are under a thousand. */
export const LONGEST_MANAGED_POLICY = 65_536;

export const UPDATE_CHANNELS = ['stable', 'beta'] as const;
export type UpdateChannel = (typeof UPDATE_CHANNELS)[number];

/** Where none is named. */
export const DEFAULT_CHANNEL: UpdateChannel = 'stable';

/** What is decided for a computer from outside. What is not named is left to the clinic. */
export interface ManagedPolicy {
  readonly rules: ManagedRules;
  readonly clinicName: string | null;
  /** Whether the app starts when somebody signs in to the computer; `null`: as the person has it. */
  readonly startAtSignIn: boolean | null;
  readonly updateChannel: UpdateChannel | null;
  /** The `https:` folder in which releases are; `null`: the one that the build names. */
  readonly updateAddress: string | null;
}

export const NOTHING_MANAGED: ManagedPolicy = {
  rules: {},
  clinicName: null,
  startAtSignIn: null,
  updateChannel: null,
  updateAddress: null,
};

const seconds = z.int().min(SHORTEST_TIMEOUT_SECONDS).max(LONGEST_TIMEOUT_SECONDS);

const most = z.strictObject({ max: seconds }).describe('At most this; shorter can be chosen.');
const duration: z.ZodType<ManagedLimit> = z.union([seconds, most]);

function limit(description: string): z.ZodOptional<z.ZodType<ManagedLimit>> {
  return duration.describe(description).optional();
}

function flag(description: string): z.ZodOptional<z.ZodBoolean> {
  return z.boolean().describe(description).optional();
}

/** A new rule of the policy does not compile until it can be managed. */
const rules = {
  sessionTimeoutSeconds: limit('Inactivity after which a session ends, in seconds.'),
  longestSessionSeconds: limit('Age at which a session ends however active it is, in seconds.'),
  activitySource: z
    .enum(ACTIVITY_SOURCES)
    .describe('What counts as activity: input anywhere on this computer, or only in this app.')
    .optional(),
  lockOnSleep: flag('Whether a session ends when the computer goes to sleep.'),
  lockOnScreenLock: flag('Whether a session ends when the computer is locked.'),
  resumeAfterRestart: flag('Whether a session goes on after the app was restarted.'),
  hideFromCapture: flag('Whether screenshots and shared screens show nothing of the app.'),
  roleTimeoutSeconds: z
    .partialRecord(z.enum(ROLES), duration)
    .describe('Limits for single roles, in seconds; the shorter of this and everyone’s holds.')
    .optional(),
} satisfies Record<Exclude<keyof Policy, 'version'>, z.ZodType>;

/** Strict: a rule that this program does not know, and would drop, makes it refuse the whole file. */
const managedPolicyFile = z
  .strictObject({
    $schema: z.string().describe('For editors; not read.').optional(),
    version: z.literal(1).describe('Of this format.'),
    clinicName: z
      .string()
      .trim()
      .min(1)
      .max(LONGEST_NAME)
      .describe('The name of the clinic on this computer.')
      .optional(),
    policy: z
      .strictObject(rules)
      .describe('Rules for when a session ends: each a fixed value or, for durations, a cap.')
      .optional(),
    startAtSignIn: flag('Whether the app starts when somebody signs in to the computer.'),
    updateChannel: z
      .enum(UPDATE_CHANNELS)
      .describe('Which releases are installed; stable where this is not named.')
      .optional(),
    updateAddress: z
      .url({ protocol: /^https$/ })
      .max(2_048)
      .refine((address) => !/[?#@]/.test(address))
      .describe('The https folder in which this computer looks for releases.')
      .optional(),
  })
  .describe('Rules that manage Clinic Workstation on one computer.');

export type ManagedPolicyReading =
  | { readonly ok: true; readonly policy: ManagedPolicy }
  /** `problem`: one sentence, which names settings but repeats no values. */
  | { readonly ok: false; readonly problem: string };

/** Reads the text of a `policy.json`; the whole file is good, or nothing of it is used. */
export function readManagedPolicy(text: string): ManagedPolicyReading {
  if (text.length > LONGEST_MANAGED_POLICY)
    return { ok: false, problem: 'It is too large to be a policy file.' };
  let document: unknown;
  try {
    // Some editors put a byte order mark in front, which JSON does not allow.
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { ok: false, problem: 'It is not valid JSON.' };
  }
  const read = managedPolicyFile.safeParse(document);
  if (!read.success) return { ok: false, problem: firstProblem(read.error) };
  const { policy, clinicName, startAtSignIn, updateChannel, updateAddress } = read.data;
  return {
    ok: true,
    policy: {
      rules: policy ?? {},
      clinicName: clinicName ?? null,
      startAtSignIn: startAtSignIn ?? null,
      updateChannel: updateChannel ?? null,
      updateAddress: updateAddress ?? null,
    },
  };
}

function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'It does not have the expected form.';
  const where = issue.path.map(String).join('.');
  const inside = where === '' ? '' : ` in ${where}`;
  if (issue.code === 'unrecognized_keys')
    return `It has a setting that this version does not know${inside}: ${issue.keys.join(', ').slice(0, 100)}.`;
  return where === '' ? 'It is not a JSON object.' : `${where} has a value that is not allowed.`;
}

/** The format as a JSON Schema, for editors and for those who roll the file out. */
export function managedPolicyJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'Clinic Workstation policy',
    ...z.toJSONSchema(managedPolicyFile, { target: 'draft-2020-12', io: 'input' }),
  };
}
