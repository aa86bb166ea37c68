import { z } from 'zod';
import { LONGEST_SERVER_ADDRESS, readServerAddress } from '../clinic/server-address.js';
import { readJson } from '../texts/json.js';
import {
  policyAddressSchema,
  policyKeySchema,
  type PolicySource,
  policySource,
} from './managed-address.js';
import { formatProblem } from './format-problem.js';
import { combineRules, type ManagedLimit, type ManagedRules } from './managed-limits.js';
import { type ManagedProxy, managedProxy, managedProxySchema } from './managed-proxy.js';
import { LONGEST_NAME } from '../people/name.js';
import { nameSchema } from '../people/name-schema.js';
import {
  ACTIVITY_SOURCES,
  type DurationDefinition,
  forEachDuration,
  forEachSwitch,
  LONGEST_HELP_ADDRESS,
  type Policy,
  POLICY_DURATIONS,
} from './policy.js';
import { DURATIONS_MANAGED, RULE_NAMES, SWITCHES_MANAGED } from './policy-words.js';
import { ROLES } from '../people/role.js';
import { say, sayings } from '../words/say.js';

/*
 * What those who manage a computer decide for it, from `policy.json`, Group Policy or configuration
 * profiles. Main reads it; `npm run policy-schema` makes the files of `assets/policy` from this schema.
 */

/** The largest document that is read, in bytes. Real ones are under a thousand. */
export const LONGEST_MANAGED_POLICY = 65_536;

export const UPDATE_CHANNELS = ['stable', 'beta'] as const;
export type UpdateChannel = (typeof UPDATE_CHANNELS)[number];

/** The channel when the policy names none. */
export const DEFAULT_CHANNEL: UpdateChannel = 'stable';

/** The managed settings of a computer. A missing setting is left to the clinic. */
export interface ManagedPolicy {
  readonly rules: ManagedRules;
  readonly clinicName: string | null;
  /** The address of the clinic's server, which whoever sets this computer up need not type then. */
  readonly clinicServer: string | null;
  /** Whether the app starts when somebody signs in to the computer; `null`: the person's own choice. */
  readonly startAtSignIn: boolean | null;
  readonly updateChannel: UpdateChannel | null;
  /** The `https:` folder of the releases; `null`: the folder that the build names. */
  readonly updateAddress: string | null;
  /** `null`: the operating system's own proxy settings. */
  readonly proxy: ManagedProxy | null;
  /** Where else this computer looks for a policy, or `null`. */
  readonly policySource: PolicySource | null;
}

export const NOTHING_MANAGED: ManagedPolicy = {
  rules: {},
  clinicName: null,
  clinicServer: null,
  startAtSignIn: null,
  updateChannel: null,
  updateAddress: null,
  proxy: null,
  policySource: null,
};

/** Fixed, or a cap. */
function durationWithin({ shortest, longest }: DurationDefinition): z.ZodType<ManagedLimit> {
  const seconds = z.int().min(shortest).max(longest);
  const most = z
    .strictObject({ max: seconds })
    .meta(sayings({ description: 'At most this; shorter can be chosen.' }));
  return z.union([seconds, most]);
}

/** The words for a setting. They are getters, so that the language of the moment says them. */
type Words = Readonly<Record<'title' | 'description', string>>;

function flag(words: Words): z.ZodOptional<z.ZodBoolean> {
  return z.boolean().meta(words).optional();
}

/** A new policy rule does not compile until it can be managed. */
const rules = {
  ...forEachDuration((name, definition) =>
    durationWithin(definition)
      .meta({
        get title() {
          return RULE_NAMES[name];
        },
        get description() {
          return DURATIONS_MANAGED[name];
        },
      })
      .optional(),
  ),
  activitySource: z
    .enum(ACTIVITY_SOURCES)
    .meta(
      sayings({
        title: 'What counts as activity',
        description:
          'What counts as activity: input anywhere on this computer, or only in this app.',
      }),
    )
    .optional(),
  ...forEachSwitch((name) =>
    flag({
      get title() {
        return RULE_NAMES[name];
      },
      get description() {
        return SWITCHES_MANAGED[name];
      },
    }),
  ),
  roleTimeoutSeconds: z
    .partialRecord(z.enum(ROLES), durationWithin(POLICY_DURATIONS.sessionTimeoutSeconds))
    .meta(
      sayings({
        title: 'Session timeout by role',
        description:
          'Limits for single roles, in seconds; the shorter of this and everyone’s holds.',
      }),
    )
    .optional(),
  helpAddress: z
    .string()
    .max(LONGEST_HELP_ADDRESS)
    .meta(
      sayings({
        title: 'Address for help',
        description: 'Where staff ask for help: an email address, a web address or a number.',
      }),
    )
    .optional(),
} satisfies Record<Exclude<keyof Policy, 'version'>, z.ZodType>;

/** Marks that one of two settings is there without the other. */
const ONE_OF_TWO = 'one of two';

/**
 * Strict: the schema refuses the whole document if it has a rule that this program does not know and would
 * drop.
 */
const managedPolicyDocument = z
  .strictObject({
    $schema: z
      .string()
      .meta(sayings({ description: 'For editors; not read.' }))
      .optional(),
    version: z.literal(1).meta(sayings({ description: 'Of this format.' })),
    clinicName: nameSchema(LONGEST_NAME)
      .meta(
        sayings({ title: 'Clinic name', description: 'The name of the clinic on this computer.' }),
      )
      .optional(),
    clinicServer: z
      .string()
      .max(LONGEST_SERVER_ADDRESS)
      .refine((address) => readServerAddress(address).ok)
      .meta(
        sayings({
          title: 'Clinic server',
          description:
            'The address of the clinic’s server, such as db.clinic.example:5432/clinic, for computers that are not set up yet. It is no enrolment code.',
        }),
      )
      .optional(),
    policy: z
      .strictObject(rules)
      .meta(
        sayings({
          description:
            'Rules for when a session ends: each a fixed value or, for durations, a cap.',
        }),
      )
      .optional(),
    startAtSignIn: flag(
      sayings({
        title: 'Start at sign-in',
        description: 'Whether the app starts when somebody signs in to the computer.',
      }),
    ),
    updateChannel: z
      .enum(UPDATE_CHANNELS)
      .meta(
        sayings({
          title: 'Update channel',
          description: 'Which releases are installed; stable where this is not named.',
        }),
      )
      .optional(),
    updateAddress: z
      .url({ protocol: /^https$/ })
      .max(2_048)
      .refine((address) => !/[?#@]/.test(address))
      .meta(
        sayings({
          title: 'Update address',
          description: 'The https folder in which this computer looks for releases.',
        }),
      )
      .optional(),
    proxy: managedProxySchema.optional(),
    policyAddress: policyAddressSchema.optional(),
    policyKey: policyKeySchema.optional(),
  })
  .superRefine(({ policyAddress, policyKey }, context) => {
    if ((policyAddress === undefined) === (policyKey === undefined)) return;
    const path = [policyAddress === undefined ? 'policyAddress' : 'policyKey'];
    context.addIssue({ code: 'custom', path, message: ONE_OF_TWO });
  })
  .meta({
    // What a schema of JSON cannot take from the line above.
    dependentRequired: { policyAddress: ['policyKey'], policyKey: ['policyAddress'] },
  })
  .meta(sayings({ description: 'Rules that manage Clinic Workstation on one computer.' }));

export type ManagedPolicyReading =
  | { readonly ok: true; readonly policy: ManagedPolicy }
  /** `problem`: one sentence that names settings but repeats no values. */
  | { readonly ok: false; readonly problem: string };

/** Reads the text of a policy. One invalid setting makes the whole text unusable. */
export function readManagedPolicy(text: string): ManagedPolicyReading {
  if (text.length > LONGEST_MANAGED_POLICY)
    return { ok: false, problem: say('It is too large to be a policy.') };
  const json = readJson(text);
  if (!json.ok) return json;
  const read = managedPolicyDocument.safeParse(json.value);
  if (!read.success) return { ok: false, problem: firstProblem(read.error) };
  const { data } = read;
  return {
    ok: true,
    policy: {
      rules: data.policy ?? {},
      clinicName: data.clinicName ?? null,
      clinicServer: data.clinicServer ?? null,
      startAtSignIn: data.startAtSignIn ?? null,
      updateChannel: data.updateChannel ?? null,
      updateAddress: data.updateAddress ?? null,
      proxy: managedProxy(data.proxy),
      policySource: policySource(data.policyAddress, data.policyKey),
    },
  };
}

/** The settings in force when two places decide, each by itself; for the rules see {@link combineRules}. */
export function combineManaged(stronger: ManagedPolicy, weaker: ManagedPolicy): ManagedPolicy {
  return {
    rules: combineRules(stronger.rules, weaker.rules),
    clinicName: stronger.clinicName ?? weaker.clinicName,
    clinicServer: stronger.clinicServer ?? weaker.clinicServer,
    startAtSignIn: stronger.startAtSignIn ?? weaker.startAtSignIn,
    updateChannel: stronger.updateChannel ?? weaker.updateChannel,
    updateAddress: stronger.updateAddress ?? weaker.updateAddress,
    // The whole proxy of one place: its exceptions do not fit the proxy of another.
    proxy: stronger.proxy ?? weaker.proxy,
    // The same: the key of one place is for the address of that place.
    policySource: stronger.policySource ?? weaker.policySource,
  };
}

function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue?.message === ONE_OF_TWO
    ? say('policyAddress and policyKey belong together: {where} is missing.', {
        where: issue.path.map(String).join('.'),
      })
    : formatProblem(error);
}

/** The format as a JSON Schema, for editors and for those who roll the file out. */
export function managedPolicyJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: say('Clinic Workstation policy'),
    ...z.toJSONSchema(managedPolicyDocument, { target: 'draft-2020-12', io: 'input' }),
  };
}
