import { z } from 'zod';
import {
  ACTIVITY_SOURCES,
  forEachDuration,
  forEachSwitch,
  LONGEST_HELP_ADDRESS,
  type Policy,
  POLICY_DURATIONS,
  POLICY_VERSION,
} from '../policy/policy.js';
import type { Foresight } from '../policy/foresight.js';
import { type PolicyChange } from '../policy/read-policy.js';
import { LONGEST_SETTINGS_FILE } from '../policy/settings-file.js';
import {
  LEAST_SHORTEST_PASSWORD,
  LONGEST_GRACE_DAYS,
  MOST_SHORTEST_PASSWORD,
  type SignInRules,
} from '../policy/sign-in-rules.js';
import type { ActAnswer, Answer, CannotWrite, Done, Refusal } from './answers.js';
import { proofAtTheAct, role, timeoutSeconds } from './inputs.js';
import { answers, byAdministrator, byProvedAdministrator } from './request.js';

export const policySchema: z.ZodType<Policy> = z.strictObject({
  version: z.literal(POLICY_VERSION),
  ...forEachDuration((_name, { shortest, longest }) => z.int().min(shortest).max(longest)),
  activitySource: z.enum(ACTIVITY_SOURCES),
  ...forEachSwitch(() => z.boolean()),
  roleTimeoutSeconds: z.partialRecord(role, timeoutSeconds),
  helpAddress: z.string().max(LONGEST_HELP_ADDRESS),
});

export const signInRulesSchema: z.ZodType<SignInRules> = z.strictObject({
  requireTwoFactor: z.boolean(),
  graceDays: z.int().min(0).max(LONGEST_GRACE_DAYS),
  shortestPassword: z.int().min(LEAST_SHORTEST_PASSWORD).max(MOST_SHORTEST_PASSWORD),
  strictPasswords: z.boolean(),
});

/** Somebody else changed the same fields to other values. Nothing was saved. */
export type ChangedMeanwhile<Settings> = Refusal<'changedMeanwhile'> & {
  /** What the form should show: what holds now, with what nobody else changed as it was to be saved. */
  readonly merged: Settings;
  readonly inForce: Settings;
};

const { warningLeadSeconds: lead } = POLICY_DURATIONS;
const settingsFile = { text: z.string().max(LONGEST_SETTINGS_FILE) };

/** What administrators decide for everybody's sessions and sign-ins. */
export const POLICY_REQUESTS = {
  savePolicy: byProvedAdministrator(
    { policy: policySchema, openedWith: policySchema },
    answers<Answer<CannotWrite, { readonly inForce: Policy }> | ChangedMeanwhile<Policy>>(),
  ),
  /** Needs a proof if the rules let in members who could not get in before. */
  saveSignInRules: byProvedAdministrator(
    { rules: signInRulesSchema, openedWith: signInRulesSchema, proof: proofAtTheAct },
    answers<
      | ActAnswer<'passwordRequired', { readonly inForce: SignInRules }>
      | ChangedMeanwhile<SignInRules>
    >(),
  ),
  /** What another timeout would have done at this computer. */
  foresee: byAdministrator(
    { timeoutSeconds, warningLeadSeconds: z.int().min(lead.shortest).max(lead.longest) },
    answers<Done & { readonly foresight: Foresight }>(),
  ),
  checkSettingsFile: byAdministrator(
    settingsFile,
    answers<
      Answer<'invalid', { readonly policy: Policy; readonly changes: readonly PolicyChange[] }>
    >(),
  ),
  importSettingsFile: byProvedAdministrator(
    settingsFile,
    answers<Answer<CannotWrite | 'invalid'>>(),
  ),
};
