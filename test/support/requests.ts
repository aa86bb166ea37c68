import type { Page } from 'playwright/test';
import { z } from 'zod';
import {
  clinicAppSettingsSchema,
  NEW_CLINIC_APP,
} from '../../src/shared/clinic-apps/clinic-app.js';
import type { Role } from '../../src/shared/people/role.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import * as inputs from '../../src/shared/requests/inputs.js';
import {
  REQUEST_NAMES,
  type RequestInput,
  type RequestName,
  REQUESTS,
} from '../../src/shared/requests/requests.js';
import type { WindowKind } from '../../src/shared/requests/views.js';

const SOMEBODY = '6f0a7d0e-7c5b-4c0e-9a53-0d4a3f2b9c11';

const PORTAL: RequestInput<'testClinicApp'>['settings'] = {
  name: 'Portal',
  address: 'https://portal.takeover.example/',
  allowedHosts: ['login.takeover.example'],
  signOutAddress: null,
  roles: ['administrator'],
  allows: { ...NEW_CLINIC_APP.allows },
};

/** Inputs that a schema alone does not tell how to make. */
const KNOWN: ReadonlyMap<z.ZodType, unknown> = new Map<z.ZodType, unknown>([
  [inputs.name, 'Mallory'],
  [inputs.email, 'mallory@takeover.example'],
  [inputs.password, 'a long enough password'],
  [inputs.code, 'ABCD-EFGH-JKMN-PQRS'],
  [inputs.proof, { password: 'a long enough password', code: '123456' }],
  [inputs.timeoutSeconds, 604_800],
  [clinicAppSettingsSchema, PORTAL],
]);

/** A value that a schema takes: what is optional is left out, and a choice is the first one. */
function sampleOf(schema: z.ZodType): unknown {
  if (KNOWN.has(schema)) return KNOWN.get(schema);
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>)
        .filter(([, field]) => !(field instanceof z.ZodOptional))
        .map(([field, of]) => [field, sampleOf(of)]),
    );
  if (schema instanceof z.ZodNullable) return sampleOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodDiscriminatedUnion) return sampleOf(schema.options[0] as z.ZodType);
  if (schema instanceof z.ZodArray) return [sampleOf(schema.element as z.ZodType)];
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  if (schema instanceof z.ZodBoolean) return false;
  if (schema instanceof z.ZodNumber) return schema.minValue;
  if (schema instanceof z.ZodRecord) return {};
  if (schema instanceof z.ZodUUID) return SOMEBODY;
  if (schema instanceof z.ZodString) return 'text';
  throw new Error(`There is no sample of ${schema.def.type}.`);
}

/** A well-formed input for each request, made from its definition. */
export const VALID_INPUTS = Object.fromEntries(
  REQUEST_NAMES.map((name) => [name, sampleOf(REQUESTS[name].input)]),
) as { readonly [Name in RequestName]: RequestInput<Name> };

export type Reason = 'sender' | 'role' | 'schema';

/** One call of a request, and why the gate must refuse it. */
export interface Attempt {
  readonly name: RequestName;
  readonly input: unknown;
  readonly reason: Reason;
}

const WRONG_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e300,
  '',
  'x'.repeat(70_000),
  [],
  ['administrator'],
  { $ne: null },
];

/** The few of them that are in order where they stand. */
const RIGHT_AFTER_ALL: ReadonlySet<string> = new Set([
  'text ""',
  'search ""',
  'codes ["administrator"]',
  'appId null',
  'proof null',
  'beforeId null',
  'forward true',
  'again true',
  'yes true',
]);

/** Policies that no window may save: outside the limits, of another version, with unknown parts. */
const WRONG_POLICIES: readonly unknown[] = [
  { sessionTimeoutSeconds: 59 },
  { sessionTimeoutSeconds: 604_801 },
  { sessionTimeoutSeconds: 90.5 },
  { sessionTimeoutSeconds: 'never' },
  { longestSessionSeconds: 0 },
  { version: 1 },
  { activitySource: 'never' },
  { lockOnSleep: 'yes' },
  { roleTimeoutSeconds: { administrator: 0 } },
  { roleTimeoutSeconds: { cleaner: 60 } },
  { surprise: true },
].map((change) => ({ policy: { ...DEFAULT_POLICY, ...change } }));

/** Inputs of the wrong form for a request, made from its right one without asking its schema. */
function malformedInputs(name: RequestName): readonly unknown[] {
  const valid: object = VALID_INPUTS[name];
  const withWrongFields = Object.keys(valid).flatMap((field) => [
    ...WRONG_VALUES.filter(
      (value) => !RIGHT_AFTER_ALL.has(`${field} ${JSON.stringify(value)}`),
    ).map((value) => ({ ...valid, [field]: value })),
    Object.fromEntries(Object.entries(valid).filter(([other]) => other !== field)),
  ]);
  return [
    ...[undefined, null, 'text', 7, true, [], [valid]],
    { ...valid, surprise: 1 },
    ...withWrongFields,
    ...(name === 'savePolicy' ? WRONG_POLICIES : []),
  ];
}

/** Everything that the gate must refuse to one of the app's own windows, given who is signed in. */
export function forbiddenAttempts(kind: WindowKind, signedIn: Role | null): readonly Attempt[] {
  return REQUEST_NAMES.flatMap((name): readonly Attempt[] => {
    const { windows, access } = REQUESTS[name];
    const valid = { name, input: VALID_INPUTS[name] };
    if (!windows.includes(kind)) return [{ ...valid, reason: 'sender' }];
    // No sign-in is half finished while these are tried.
    const lacksRole =
      access === 'signingIn' ||
      (access !== 'anyone' && signedIn === null) ||
      (access === 'administrator' && signedIn !== 'administrator');
    if (lacksRole) return [{ ...valid, reason: 'role' }];
    return malformedInputs(name).map((input) => ({ name, input, reason: 'schema' }));
  });
}

/** In one second. More would be refused as a flood (`ipc/flood-gate.ts`), before anything else is seen. */
const MOST_AT_ONCE = 150;

/** Sends them all through a window's own bridge. @returns those that were not refused as they must be */
export async function notRefused(
  page: Page,
  attempts: readonly Attempt[],
): Promise<readonly string[]> {
  const outcomes = await page.evaluate(
    async ({ calls, mostAtOnce }) => {
      const bridge = window.clinic as unknown as Record<
        string,
        (input: unknown) => Promise<unknown>
      >;
      const answers: string[] = [];
      for (let done = 0; done < calls.length; done += mostAtOnce) {
        if (done > 0) await new Promise((resolve) => setTimeout(resolve, 1_000));
        const some = calls.slice(done, done + mostAtOnce).map(({ name, input }) =>
          (bridge[name] ?? (() => Promise.resolve('no such method')))(input).then(
            (answer) => `answered ${JSON.stringify(answer)}`,
            (error: unknown) => String(error),
          ),
        );
        answers.push(...(await Promise.all(some)));
      }
      return answers;
    },
    { calls: attempts, mostAtOnce: MOST_AT_ONCE },
  );
  return attempts.flatMap(({ name, input, reason }, index) => {
    const outcome = outcomes[index] ?? 'nothing';
    if (outcome.includes(`"${name}" was refused (${reason}).`)) return [];
    return [`${name}(${inWords(input)}): ${outcome}`];
  });
}

function inWords(input: unknown): string {
  return input === undefined ? 'undefined' : JSON.stringify(input).slice(0, 200);
}
