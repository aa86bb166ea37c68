import { z } from 'zod';
import {
  clinicAppSettingsSchema,
  NEW_CLINIC_APP,
} from '../../src/shared/clinic-apps/clinic-app.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import * as inputs from '../../src/shared/requests/inputs.js';
import {
  REQUEST_NAMES,
  type RequestInput,
  type RequestName,
  REQUESTS,
} from '../../src/shared/requests/requests.js';

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
  [inputs.pin, '804613'],
  [inputs.code, 'ABCD-EFGH-JKMN-PQRS'],
  [inputs.proof, { password: 'a long enough password', code: '123456' }],
  [inputs.timeoutSeconds, 604_800],
  [inputs.serverAddress, 'db.takeover.example'],
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
  if (schema instanceof z.ZodUnion) return sampleOf(schema.options[0] as z.ZodType);
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

/** Policies that no window may save: outside the limits, of another version, with unknown parts. */
export const WRONG_POLICIES: readonly unknown[] = [
  { sessionTimeoutSeconds: 59 },
  { sessionTimeoutSeconds: 604_801 },
  { sessionTimeoutSeconds: 90.5 },
  { sessionTimeoutSeconds: 'never' },
  { longestSessionSeconds: 0 },
  { offlineLimitSeconds: 3_599 },
  { offlineLimitSeconds: 1_209_601 },
  { quickSignInSeconds: 43_201 },
  { warningLeadSeconds: 19 },
  { helpAddress: 'x'.repeat(201) },
  { version: 1 },
  { activitySource: 'never' },
  { lockOnSleep: 'yes' },
  { roleTimeoutSeconds: { administrator: 0 } },
  { roleTimeoutSeconds: { cleaner: 60 } },
  { surprise: true },
].map((change) => ({ policy: { ...DEFAULT_POLICY, ...change }, openedWith: DEFAULT_POLICY }));
