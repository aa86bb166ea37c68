import { z } from 'zod';
import {
  ACTIVITY_SOURCES,
  forEachSwitch,
  type Policy,
  POLICY_VERSION,
  type PolicyChange,
} from '../policy/policy.js';
import { LONGEST_SETTINGS_FILE } from '../policy/settings-file.js';
import {
  LEAST_SHORTEST_PASSWORD,
  LONGEST_GRACE_DAYS,
  MOST_SHORTEST_PASSWORD,
  type SignInRules,
} from '../policy/sign-in-rules.js';
import type { ActAnswer, Answer, CannotWrite } from './answers.js';
import { proofAtTheAct, role, timeoutSeconds } from './inputs.js';
import { answers, request } from './request.js';

export const policySchema: z.ZodType<Policy> = z.strictObject({
  version: z.literal(POLICY_VERSION),
  sessionTimeoutSeconds: timeoutSeconds,
  longestSessionSeconds: timeoutSeconds,
  activitySource: z.enum(ACTIVITY_SOURCES),
  ...forEachSwitch(() => z.boolean()),
  roleTimeoutSeconds: z.partialRecord(role, timeoutSeconds),
});

export const signInRulesSchema: z.ZodType<SignInRules> = z.strictObject({
  requireTwoFactor: z.boolean(),
  graceDays: z.int().min(0).max(LONGEST_GRACE_DAYS),
  shortestPassword: z.int().min(LEAST_SHORTEST_PASSWORD).max(MOST_SHORTEST_PASSWORD),
  strictPasswords: z.boolean(),
});

const settingsFile = z.strictObject({ text: z.string().max(LONGEST_SETTINGS_FILE) });

/** What administrators decide for everybody's sessions and sign-ins. */
export const POLICY_REQUESTS = {
  savePolicy: request({
    windows: ['settings'],
    access: 'administrator',
    recentPassword: true,
    input: z.strictObject({ policy: policySchema }),
    answer: answers<Answer<CannotWrite>>(),
  }),
  /** Needs a proof if the rules let in members who could not get in before. */
  saveSignInRules: request({
    windows: ['settings'],
    access: 'administrator',
    recentPassword: true,
    input: z.strictObject({ rules: signInRulesSchema, proof: proofAtTheAct }),
    answer: answers<ActAnswer<'passwordRequired'>>(),
  }),
  checkSettingsFile: request({
    windows: ['settings'],
    access: 'administrator',
    input: settingsFile,
    answer:
      answers<
        Answer<'invalid', { readonly policy: Policy; readonly changes: readonly PolicyChange[] }>
      >(),
  }),
  importSettingsFile: request({
    windows: ['settings'],
    access: 'administrator',
    recentPassword: true,
    input: settingsFile,
    answer: answers<Answer<CannotWrite | 'invalid'>>(),
  }),
};
