import { z } from 'zod';
import {
  AUDIT_PERIODS_DAYS,
  AUDIT_SUBJECTS,
  type AuditFilter,
  type AuditPage,
} from '../workstation/audit-log.js';
import {
  AUDIT_FORMATS,
  type AuditKeeping,
  type AuditProgress,
  type AuditVerdict,
  LEAST_AUDIT_YEARS,
  MOST_AUDIT_YEARS,
} from '../workstation/audit-verdict.js';
import type { ActAnswer, Answer, Done } from './answers.js';
import { memberId, nothing, proofAtTheAct } from './inputs.js';
import { answers, request } from './request.js';

const filter: z.ZodType<AuditFilter> = z.strictObject({
  subject: z.enum(AUDIT_SUBJECTS).nullable(),
  memberId: memberId.nullable(),
  days: z.literal(AUDIT_PERIODS_DAYS).nullable(),
});

/** The audit log in the settings window. */
export const AUDIT_LOG_REQUESTS = {
  readAuditLog: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({ filter, beforeId: z.int().min(1).nullable() }),
    answer: answers<Done & { readonly page: AuditPage }>(),
  }),
  /**
   * Asks where to save the log: the matching entries, or the whole signed log. It needs a proof at the act,
   * because the file leaves the app.
   */
  exportAuditLog: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({ filter, format: z.enum(AUDIT_FORMATS), proof: proofAtTheAct }),
    answer: answers<ActAnswer<'auditLogFailed', { readonly saved: boolean }>>(),
  }),
  /** Recomputes the whole log. Takes some seconds in a long one. */
  verifyAuditLog: request({
    windows: ['settings'],
    access: 'administrator',
    input: nothing,
    answer: answers<Answer<'storageFailed', { readonly verdict: AuditVerdict }>>(),
  }),
  /** How far a check of the log has come; `null` while none runs. */
  readAuditCheck: request({
    windows: ['settings'],
    access: 'administrator',
    input: nothing,
    answer: answers<Done & { readonly progress: AuditProgress | null }>(),
  }),
  readAuditKeeping: request({
    windows: ['settings'],
    access: 'administrator',
    input: nothing,
    answer: answers<Done & { readonly keeping: AuditKeeping }>(),
  }),
  /** Decides how long the log is kept. Removes nothing. */
  keepAuditLog: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({
      years: z.int().min(LEAST_AUDIT_YEARS).max(MOST_AUDIT_YEARS),
      proof: proofAtTheAct,
    }),
    answer: answers<ActAnswer<never>>(),
  }),
  /** Removes the events that are older than the log is kept, for good. */
  removeOldAuditEvents: request({
    windows: ['settings'],
    access: 'administrator',
    input: z.strictObject({ proof: proofAtTheAct }),
    answer: answers<ActAnswer<'auditLogDamaged', { readonly removed: number }>>(),
  }),
};
